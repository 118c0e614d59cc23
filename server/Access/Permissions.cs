using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Access;

/// <summary>
/// May this member do this to this thing? The one place that answers (design.md section 6), asked by endpoints, the hub, fan-out,
/// lists and notifications. It says how somebody stands to a thing; what is enough stands in the <see cref="RoleTable"/>. Pure; deny by default; the facts are passed in fresh.
/// </summary>
public static class Permissions
{
    /// <summary>Read the channel's log, and subscribe to it.</summary>
    public static bool MayRead(Reader reader, Channel channel) => May(reader, Act.ReadChannel, To(reader, channel));

    /// <summary>Join the channel: a desk is one's own without joining.</summary>
    public static bool MayJoin(Reader reader, Channel channel) => May(reader, Act.JoinChannel, To(reader, channel));

    /// <summary>Post an alert to the channel.</summary>
    public static bool MayPost(Reader reader, Channel channel) => May(reader, Act.PostAlert, To(reader, channel));

    /// <summary>Read the alert and its entries in full, inside a channel the reader may read. Who is excluded learns nothing, whatever their role.</summary>
    public static bool MayRead(Reader reader, AlertAccess alert, IReadOnlyCollection<string> admits) =>
        !IsExcluded(reader, alert) && May(reader, Act.ReadAlert, alert.Tlp == TlpMark.Red ? Named(reader, alert) : To(reader, alert) | Standing.NotRed | ByMark(reader, alert, admits));

    /// <summary>
    /// Shut out by the poster, by name or with the whole agency. An agency's exclusion stops at the chair, who answers for the team and
    /// has to see it (design.md section 4); who excludes the chair as well names them.
    /// </summary>
    public static bool IsExcluded(Reader reader, AlertAccess alert) =>
        alert.ExcludedMembers.Contains(reader.Id) || (alert.ExcludedAgencies.Contains(reader.Agency) && !reader.Is(Roles.Chair));

    /// <inheritdoc cref="Act.SeePlace"/>
    public static bool MaySeePlace(Reader reader, AlertAccess alert) => May(reader, Act.SeePlace, To(reader, alert));

    /// <inheritdoc cref="Act.SeeExclusions"/>
    public static bool MaySeeExclusions(Reader reader, AlertAccess alert) => May(reader, Act.SeeExclusions, To(reader, alert));

    /// <inheritdoc cref="Act.ReviewExclusions"/>
    public static bool MayReviewExclusions(Reader reader) => May(reader, Act.ReviewExclusions);

    /// <inheritdoc cref="Act.Answer"/>
    public static bool MayAnswer(Reader reader, string agency) => May(reader, Act.Answer, To(reader, agency));

    /// <inheritdoc cref="Act.DeclineFinally"/>
    public static bool MayDeclineFinally(Reader reader, string agency) => May(reader, Act.DeclineFinally, To(reader, agency));

    /// <inheritdoc cref="Act.Decline"/>
    public static bool MayDecline(Reader reader, string agency) => May(reader, Act.Decline, To(reader, agency));

    /// <inheritdoc cref="Act.Update"/>
    public static bool MayCancel(Reader reader, AlertAccess alert) => MayUpdate(reader, alert);

    /// <inheritdoc cref="Act.Update"/>
    public static bool MayUpdate(Reader reader, AlertAccess alert) => May(reader, Act.Update, To(reader, alert));

    /// <inheritdoc cref="Act.RelaxMark"/>
    public static bool MayRelaxMark(Reader reader, AlertAccess alert) => May(reader, Act.RelaxMark, To(reader, alert));

    /// <inheritdoc cref="Act.Waive"/>
    public static bool MayWaive(Reader reader) => May(reader, Act.Waive);

    /// <inheritdoc cref="Act.NoteProgress"/>
    public static bool MayNoteProgress(Reader reader, AlertAccess alert) => May(reader, Act.NoteProgress, To(reader, alert));

    /// <inheritdoc cref="Act.Resolve"/>
    public static bool MayResolve(Reader reader, string? leadAgency) => May(reader, Act.Resolve, reader.Agency == leadAgency ? Standing.Lead : Standing.No);

    /// <inheritdoc cref="Act.Escalate"/>
    public static bool MayEscalate(Reader reader, AlertAccess alert) => May(reader, Act.Escalate, To(reader, alert));

    /// <summary>See how the people asked for an agency's answer were reached: the agency itself, who posted, and the overseers, who telephone those who were not.</summary>
    public static bool MaySeeReached(Reader reader, AlertAccess alert, string agency) => May(reader, Act.SeeReached, To(reader, alert) | To(reader, agency));

    /// <inheritdoc cref="Act.KeepContacts"/>
    public static bool MayKeepContacts(Reader reader, Guid member, string agency) =>
        May(reader, Act.KeepContacts, To(reader, agency) | (reader.Id == member ? Standing.Self : Standing.No));

    /// <inheritdoc cref="Act.AssignDuty"/>
    public static bool MayAssignDuty(Reader reader, string agency) => May(reader, Act.AssignDuty, To(reader, agency));

    /// <summary>See where the agency's roster has gaps and who stands in: its own people, and the overseers, who are asked in its place.</summary>
    public static bool MayReadGaps(Reader reader, string agency) => May(reader, Act.ReadGaps, To(reader, agency));

    /// <inheritdoc cref="Act.RemoveMember"/>
    public static bool MayRemoveMember(Reader reader, string agency) => May(reader, Act.RemoveMember, To(reader, agency));

    /// <inheritdoc cref="Act.Invite"/>
    public static bool MayInvite(Reader reader, string agency, Roles roles) =>
        May(reader, Act.Invite, To(reader, agency)) || (roles == Roles.Admin && !GuestOrganisations.Is(agency) && May(reader, Act.InviteAdmin));

    /// <inheritdoc cref="Act.ReadMeasures"/>
    public static bool MayReadMeasures(Reader reader) => May(reader, Act.ReadMeasures);

    /// <inheritdoc cref="Act.ReadDirectory"/>
    public static bool MayReadDirectory(Reader reader) => May(reader, Act.ReadDirectory);

    /// <inheritdoc cref="Act.ReadRosters"/>
    public static bool MayReadRosters(Reader reader) => May(reader, Act.ReadRosters);

    /// <inheritdoc cref="Act.SeeNames"/>
    public static bool MaySeeNames(Reader reader) => May(reader, Act.SeeNames);

    /// <summary>Show an alert of a channel on a wall: one that the screen's agency may read there, short of what was written.</summary>
    public static bool MayShow(Reader reader, AlertAccess alert, IReadOnlyCollection<string> admits) =>
        !IsExcluded(reader, alert) && alert.Tlp != TlpMark.Red && admits.Contains(reader.Agency) && May(reader, Act.ShowOnWall, To(reader, alert) | ByMark(reader, alert, admits));

    private static bool May(Reader reader, Act act, Standing standing = Standing.No) => RoleTable.May(reader.Roles, act, standing);

    private static Standing To(Reader reader, string agency) => (reader.Agency == agency ? Standing.Own : Standing.No) | (GuestOrganisations.Is(agency) ? Standing.Guests : Standing.No);

    private static Standing To(Reader reader, Channel channel)
    {
        var admitted = channel.Admits.Contains(reader.Agency);
        if (channel.Kind == ChannelKind.Desk)
            return admitted ? Standing.Own : Standing.No;
        return Standing.Shared | (admitted ? Standing.Admitted : Standing.No);
    }

    private static Standing To(Reader reader, AlertAccess alert)
    {
        var standing = reader.Id == alert.Poster ? Standing.Poster : Standing.No;
        if (reader.Agency == alert.PosterAgency)
            standing |= Standing.Origin;
        if (alert.RequiredAgencies.Contains(reader.Agency))
            standing |= Standing.Required;
        return alert.Concerns(reader.Agency) ? standing | Standing.Concerned : standing;
    }

    // Of a RED alert only people are told, and no agencies.
    private static Standing Named(Reader reader, AlertAccess alert) =>
        (reader.Id == alert.Poster ? Standing.Poster : Standing.No) | (alert.Recipients.Contains(reader.Id) ? Standing.Recipient : Standing.No);

    private static Standing ByMark(Reader reader, AlertAccess alert, IReadOnlyCollection<string> admits) =>
        alert.Tlp switch
        {
            TlpMark.Amber => admits.Contains(reader.Agency),
            // Guests are no part of the team: what is for all of it reaches them in their own channels only.
            TlpMark.Green or TlpMark.Clear => !GuestOrganisations.Is(reader.Agency) || admits.Contains(reader.Agency),
            _ => false,
        }
            ? Standing.Marked : Standing.No;
}
