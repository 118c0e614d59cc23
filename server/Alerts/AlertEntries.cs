using Timpora.Comms.Channels;

namespace Timpora.Comms.Alerts;

/// <summary>Where an alert's entries go.</summary>
public static class AlertEntries
{
    /// <summary>
    /// The same news in the alert's channel and in the desks of the given agencies, each an entry of its own with its own salts.
    /// </summary>
    public static IEnumerable<EntryDraft> Everywhere(Alert alert, IEnumerable<string> agencies, Func<string, EntryDraft> draft) =>
        agencies.Select(Channel.DeskOf).Prepend(alert.Channel).Distinct().Select(draft);

    /// <summary>Stages the news of one obligation: in the alert's channel, in the agency's desk and in further desks concerned.</summary>
    public static void StageFor(
        this ChannelLog log, Alert alert, Obligation obligation, string kind, string actor, Func<EntryDraft, EntryDraft> fill, params IEnumerable<string> furtherAgencies)
    {
        foreach (var draft in Everywhere(alert, furtherAgencies.Prepend(obligation.Agency), channel => new EntryDraft(channel, kind, actor, alert.Id)))
            log.Stage(fill(draft.With("agency", obligation.Agency).With("version", obligation.Version)));
    }
}
