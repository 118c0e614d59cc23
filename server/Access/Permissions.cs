using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Access;

/// <summary>
/// May this member do this to this thing? The one place that answers (design.md section 6), asked by endpoints, the hub, fan-out,
/// lists and notifications. Pure; deny by default; the facts are passed in fresh.
/// </summary>
public static class Permissions
{
    private const Roles Workers = Roles.Officer | Roles.Liaison | Roles.Chief | Roles.Secretariat | Roles.Chair;
    private const Roles Overseers = Roles.Secretariat | Roles.Chair;

    /// <summary>Read the channel's log, and subscribe to it.</summary>
    public static bool MayRead(Reader reader, Channel channel) =>
        reader.Is(Workers) && (channel.Admits.Contains(reader.Agency) || (channel.Kind != ChannelKind.Desk && reader.Is(Overseers)));

    /// <summary>Join the channel: a desk is one's own without joining.</summary>
    public static bool MayJoin(Reader reader, Channel channel) => channel.Kind != ChannelKind.Desk && MayRead(reader, channel);

    /// <summary>Post an alert to the channel.</summary>
    public static bool MayPost(Reader reader, Channel channel) => channel.Kind != ChannelKind.Desk && MayRead(reader, channel);

    /// <summary>Read the alert and its entries in full, inside a channel the reader may read. Who is excluded learns nothing, whatever their role.</summary>
    public static bool MayRead(Reader reader, AlertAccess alert, IReadOnlyCollection<string> admits)
    {
        if (!reader.Is(Workers) || IsExcluded(reader, alert))
            return false;
        if (reader.Id == alert.Poster)
            return true;
        if (alert.Tlp == TlpMark.Red)
            return alert.Recipients.Contains(reader.Id);
        if (reader.Is(Overseers) || reader.Agency == alert.PosterAgency || alert.Concerns(reader.Agency))
            return true;
        return alert.Tlp switch
        {
            TlpMark.AmberStrict => false,
            TlpMark.Amber => admits.Contains(reader.Agency),
            TlpMark.Green or TlpMark.Clear => true,
            _ => false,
        };
    }

    /// <summary>
    /// Shut out by the poster, by name or with the whole agency. An agency's exclusion stops at the chair, who answers for the team and
    /// has to see it (design.md section 4); who excludes the chair as well names them.
    /// </summary>
    public static bool IsExcluded(Reader reader, AlertAccess alert) =>
        alert.ExcludedMembers.Contains(reader.Id) || (alert.ExcludedAgencies.Contains(reader.Agency) && !reader.Is(Roles.Chair));

    /// <summary>See the precise place and the case type's own fields, which often name one: the required agencies and who is offered an obligation, the poster's side and the overseers; the others see the district.</summary>
    public static bool MaySeePlace(Reader reader, AlertAccess alert) =>
        alert.Concerns(reader.Agency) || reader.Agency == alert.PosterAgency || reader.Is(Overseers);

    /// <summary>See who is excluded and why: who posted it, the chair and the auditor.</summary>
    public static bool MaySeeExclusions(Reader reader, AlertAccess alert) =>
        reader.Id == alert.Poster || MayReviewExclusions(reader);

    /// <summary>See that somebody is excluded and why, for all alerts, whatever their marks; never the case itself by this right.</summary>
    public static bool MayReviewExclusions(Reader reader) => reader.Is(Roles.Chair | Roles.Auditor);

    /// <summary>Acknowledge, take it back, offer it to another agency and accept such an offer, for the own agency.</summary>
    public static bool MayAnswer(Reader reader, string agency) =>
        reader.Agency == agency && reader.Is(Roles.Liaison | Roles.Chief | Overseers);

    /// <summary>Decline for the own agency so that it is final; a liaison's decline only goes to the chief.</summary>
    public static bool MayDeclineFinally(Reader reader, string agency) => reader.Agency == agency && reader.Is(Roles.Chief);

    /// <summary>Decline at all.</summary>
    public static bool MayDecline(Reader reader, string agency) => reader.Agency == agency && reader.Is(Roles.Liaison | Roles.Chief);

    /// <summary>Cancel: the officer who posted, liaison and chief of the poster's agency, the overseers.</summary>
    public static bool MayCancel(Reader reader, AlertAccess alert) =>
        (reader.Is(Roles.Officer) && reader.Id == alert.Poster)
        || (reader.Is(Roles.Liaison | Roles.Chief) && (reader.Agency == alert.PosterAgency || reader.Id == alert.Poster))
        || reader.Is(Overseers);

    /// <summary>Change what an alert says and whom it asks: as <see cref="MayCancel"/>.</summary>
    public static bool MayUpdate(Reader reader, AlertAccess alert) => MayCancel(reader, alert);

    /// <summary>Release an agency from its answer.</summary>
    public static bool MayWaive(Reader reader) => reader.Is(Overseers);

    /// <summary>Write a progress note.</summary>
    public static bool MayNoteProgress(Reader reader, AlertAccess alert) =>
        reader.Is(Overseers) || (reader.Is(Roles.Officer | Roles.Liaison | Roles.Chief) && alert.RequiredAgencies.Contains(reader.Agency));

    /// <summary>Resolve and reopen: liaison and chief of the lead agency, the overseers.</summary>
    public static bool MayResolve(Reader reader, string? leadAgency) =>
        reader.Is(Overseers) || (reader.Is(Roles.Liaison | Roles.Chief) && reader.Agency == leadAgency);

    /// <summary>Escalate by hand: liaison and chief of an agency concerned, the overseers.</summary>
    public static bool MayEscalate(Reader reader, AlertAccess alert) =>
        reader.Is(Overseers) || (reader.Is(Roles.Liaison | Roles.Chief) && (reader.Agency == alert.PosterAgency || alert.RequiredAgencies.Contains(reader.Agency)));

    /// <summary>See how the people asked for an agency's answer were reached: the agency itself, who posted, and the overseers, who telephone those who were not.</summary>
    public static bool MaySeeReached(Reader reader, AlertAccess alert, string agency) =>
        reader.Agency == agency || reader.Agency == alert.PosterAgency || reader.Id == alert.Poster || reader.Is(Overseers);

    /// <summary>See and set where a member is reached outside the hub: the member, and the agency's admin.</summary>
    public static bool MayKeepContacts(Reader reader, Guid member, string agency) => reader.Id == member || (reader.Agency == agency && reader.Is(Roles.Admin));

    /// <summary>Change the agency's roster.</summary>
    public static bool MayAssignDuty(Reader reader, string agency) => reader.Agency == agency && reader.Is(Roles.Liaison | Roles.Chief | Roles.Admin);

    /// <summary>See where the agency's roster has gaps and who stands in: its own people, and the overseers, who are asked in its place.</summary>
    public static bool MayReadGaps(Reader reader, string agency) => reader.Agency == agency || reader.Is(Overseers);

    /// <summary>Remove a member of the agency.</summary>
    public static bool MayRemoveMember(Reader reader, string agency) => reader.Agency == agency && reader.Is(Roles.Admin);

    /// <summary>Read the figures, which are made of the alerts that the reader may read in full.</summary>
    public static bool MayReadMeasures(Reader reader) => reader.Is(Workers);

    /// <summary>Read the team's directory and rosters.</summary>
    public static bool MayReadDirectory(Reader reader) => reader.Roles != Roles.None;
}
