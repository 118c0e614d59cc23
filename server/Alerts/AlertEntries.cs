using Timpora.Comms.Channels;

namespace Timpora.Comms.Alerts;

/// <summary>Where an alert's entries go.</summary>
public static class AlertEntries
{
    /// <summary>
    /// The same news in the alert's channel and in the desks of the given agencies, each an entry of its own with its own salts.
    /// </summary>
    public static IEnumerable<EntryDraft> Everywhere(Alert alert, IEnumerable<string> agencies, Func<string, EntryDraft> draft) =>
        // Who is excluded after having been told gets nothing more at its desk, not even a stub.
        agencies.Except(alert.ExcludedAgencies).Select(Channel.DeskOf).Prepend(alert.Channel).Distinct().Select(draft);

    /// <summary>Stages the news of one obligation: in the alert's channel, in the agency's desk and in further desks concerned.</summary>
    public static void StageFor(
        this ChannelLog log, Alert alert, Obligation obligation, string kind, string actor, Func<EntryDraft, EntryDraft> fill, params IEnumerable<string> furtherAgencies)
    {
        foreach (var draft in Everywhere(alert, furtherAgencies.Prepend(obligation.Agency), channel => new EntryDraft(channel, kind, actor, alert.Id)))
            log.Stage(fill(draft.With("agency", obligation.Agency).With("version", obligation.Version)));
    }

    /// <summary>As <see cref="StageFor"/>, and also where somebody was asked or told about this obligation before: who was called hears that it is over, or begins anew.</summary>
    public static async Task StageForAllTold(
        this ChannelLog log, Alert alert, Obligation obligation, string kind, string actor, Func<EntryDraft, EntryDraft> fill, CancellationToken ct, params IEnumerable<string> furtherAgencies) =>
        log.StageFor(alert, obligation, kind, actor, fill, [.. furtherAgencies, .. Channel.AgenciesOf(await log.ChannelsTold(alert.Id, ct, obligation.Agency))]);

    /// <summary>Stages the news of a whole alert, such as its end, in its channel and in every desk that owes an answer or was told anything of it.</summary>
    public static async Task StageForAll(this ChannelLog log, Alert alert, string kind, string actor, Func<EntryDraft, EntryDraft> fill, CancellationToken ct)
    {
        foreach (var draft in Everywhere(alert, alert.RequiredAgencies.Union(Channel.AgenciesOf(await log.ChannelsTold(alert.Id, ct))), channel => new EntryDraft(channel, kind, actor, alert.Id)))
            log.Stage(fill(draft.With("version", alert.Version)));
    }

    /// <summary>Stages that an agency owes an answer, and by when: in the alert's channel and in the agency's desk.</summary>
    public static void StageOpened(this ChannelLog log, Alert alert, Obligation obligation, Guid actor) =>
        log.StageFor(alert, obligation, "obligation.opened", actor.ToString(), draft => draft.AsAsked(alert, obligation));

    /// <summary>Stages that an agency is asked again from the start, why, and by when: where it was told before, too.</summary>
    public static Task StageAskedAgain(this ChannelLog log, Alert alert, Obligation obligation, Guid actor, string reason, CancellationToken ct) =>
        log.StageForAllTold(alert, obligation, "obligation.reopened", actor.ToString(), draft => draft
            .With("reason", reason).With("round", obligation.Round).AsAsked(alert, obligation), ct);

    private static EntryDraft AsAsked(this EntryDraft draft, Alert alert, Obligation obligation) => draft
        .With("lead", obligation.Lead).With("urgency", alert.Level.ToString()).With("caseType", alert.CaseType).With("region", alert.RegionCode)
        .With("dueAt", Canonical.Time(obligation.DueAt)).With("status", alert.Status.ToString())
        // The channel has the headline in the alert's own entry.
        .Commit("headline", draft.Channel == alert.Channel ? null : alert.Headline);
}
