using Timpora.Comms.Channels;

namespace Timpora.Comms.Tests.Faults;

/// <summary>What can be wrong with a history.</summary>
public enum Wrong
{
    /// <summary>An accepted act cannot be read.</summary>
    LostAct,

    /// <summary>An act stands in the log more than once.</summary>
    DoubledAct,

    /// <summary>The answer names a place in the log where something else stands.</summary>
    WrongAnswer,

    /// <summary>A refused act left something behind.</summary>
    StoredRefusal,

    /// <summary>Of an act without an answer, its entry is there and its kept answer is not, or the other way round.</summary>
    HalfStored,

    /// <summary>A channel's numbers do not run from 1 without a hole.</summary>
    Gap,

    /// <summary>A channel's log ends before its head.</summary>
    Truncated,

    /// <summary>A channel's head is not its last entry.</summary>
    WrongHead,

    /// <summary>An entry does not follow from the one before.</summary>
    BrokenChain,

    /// <summary>A text is not the one that was committed to.</summary>
    ChangedText,

    /// <summary>An entry is older than the one before.</summary>
    TimeRanBack,

    /// <summary>One step of a ladder is told twice.</summary>
    DoubleEscalation,

    /// <summary>A step fired although the answer, or the alert's end, stands before it.</summary>
    EscalatedAfterAnswer,

    /// <summary>A device asked from a place where it was not.</summary>
    DeviceCursor,

    /// <summary>A device was given a later entry and never one before it.</summary>
    DeviceSkipped,

    /// <summary>A device was given an entry twice on one line.</summary>
    DeviceRepeated,

    /// <summary>A device was given entries in another order.</summary>
    DeviceSwapped,

    /// <summary>A device was given an entry with another hash than the stored one.</summary>
    DeviceHash,

    /// <summary>A device was given an entry that the log does not have.</summary>
    DeviceBeyondHead,

    /// <summary>A device lacks entries although it had the time.</summary>
    DeviceBehind,

    /// <summary>A device went on in another life of the database without being told.</summary>
    DeviceEpoch,

    /// <summary>Somebody was given an entry written after they lost the channel.</summary>
    AfterRemoval,

    /// <summary>Somebody was given the content of an entry that they may not read.</summary>
    Revealed,

    /// <summary>Somebody was given a stub of an entry that they may read.</summary>
    Concealed,
}

/// <summary>Something wrong, and what.</summary>
public sealed record Violation(Wrong Kind, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}: {Sentence}";
}

/// <summary>
/// The one oracle of all suites: judges what clients and devices noted by the log as it is stored. Pure. Of a log that does not hold
/// by itself, what devices saw is judged by its order only.
/// </summary>
public static class Checker
{
    private static readonly Wrong[] ofTheLog = [Wrong.Gap, Wrong.Truncated, Wrong.WrongHead, Wrong.BrokenChain];

    /// <summary>All that is wrong, in the order of channels, acts and devices.</summary>
    public static IReadOnlyList<Violation> Check(History history)
    {
        var byChannel = history.Entries.GroupBy(e => e.Channel).ToDictionary(g => g.Key, g => g.OrderBy(e => e.Seq).ToList());
        List<Violation> wrong = [];
        HashSet<string> broken = [];
        foreach (var channel in history.Channels)
        {
            var found = Log(channel, byChannel.GetValueOrDefault(channel.Slug, [])).ToList();
            if (found.Exists(v => ofTheLog.Contains(v.Kind)))
                broken.Add(channel.Slug);
            wrong.AddRange(found);
        }

        wrong.AddRange(Acts(history));
        wrong.AddRange(byChannel.OrderBy(c => c.Key, StringComparer.Ordinal).SelectMany(c => Ladders(c.Value)));
        wrong.AddRange(history.Devices.SelectMany(device => DeviceChecker.Check(device, history, byChannel, broken)));
        return wrong;
    }

    // The chain as a stranger verifies it: numbers from 1, each hash from the one before and the entry's own text, each text by its commitment.
    private static IEnumerable<Violation> Log(ChannelEnd channel, List<StoredEntry> log)
    {
        var (seq, hash, at) = (0L, new byte[32], "");
        foreach (var entry in log)
        {
            var place = $"{channel.Slug} #{entry.Seq}";
            if (entry.Seq != seq + 1)
            {
                yield return new(Wrong.Gap, $"{place} follows #{seq}");
                yield break;
            }

            if (!entry.PrevHash.AsSpan().SequenceEqual(hash) || !Canonical.Hash(hash, entry.CanonicalText()).AsSpan().SequenceEqual(entry.Hash))
            {
                yield return new(Wrong.BrokenChain, $"{place} does not follow from the entry before");
                yield break;
            }

            foreach (var reveal in entry.Reveals.Where(r => !entry.Data.Contains($"\"{r.Field}\":{{\"commit\":\"{Canonical.Commit(r.Salt, r.Value)}\"}}", StringComparison.Ordinal)))
                yield return new(Wrong.ChangedText, $"{place}: {reveal.Field} is not what was committed");
            if (string.CompareOrdinal(entry.At, at) < 0)
                yield return new(Wrong.TimeRanBack, $"{place} is of {entry.At}, the one before of {at}");
            (seq, hash, at) = (entry.Seq, entry.Hash, entry.At);
        }

        if (seq < channel.Head)
            yield return new(Wrong.Truncated, $"{channel.Slug} ends at #{seq}, its head is {channel.Head}");
        else if (seq > channel.Head || !hash.AsSpan().SequenceEqual(channel.HeadHash))
            yield return new(Wrong.WrongHead, $"{channel.Slug} ends at #{seq}, its head is {channel.Head} or has another hash");
    }

    private static IEnumerable<Violation> Acts(History history)
    {
        // Each text carries its key, so the log itself tells how often an act was done.
        var told = history.Entries.Where(e => e.Kind is "alert.posted" or "message.posted")
            .SelectMany(e => e.Reveals.SelectMany(r => Poster.KeysIn(r.Value)).Distinct().Select(key => (key, e)))
            .ToLookup(p => p.key, p => p.e);
        foreach (var act in history.Acts)
        {
            var isKept = history.Keys.Contains((act.Member, act.Key));
            var entries = act.Deed is Deed.Alert or Deed.Message ? told[act.Key].ToList() : null;
            if (entries is { Count: > 1 })
                yield return new(Wrong.DoubledAct, $"{Name(act)} stands {entries.Count} times: {string.Join(", ", entries.Select(e => $"{e.Channel} #{e.Seq}"))}");
            else if (act.Outcome == Outcome.Accepted && (!isKept || entries is []))
                yield return new(Wrong.LostAct, $"{Name(act)} was accepted; {(isKept ? "its entry" : "its answer")} is not there");
            else if (act.Outcome == Outcome.Refused && (isKept || entries is { Count: > 0 }))
                yield return new(Wrong.StoredRefusal, $"{Name(act)} was refused ({act.Code}), and is there");
            else if (act.Outcome == Outcome.Unknown && entries is not null && isKept != entries.Count > 0)
                yield return new(Wrong.HalfStored, $"{Name(act)} is there in half");
            else if (act is { Outcome: Outcome.Accepted, Seq: { } seq } && entries is [var only] && (only.Seq != seq || only.Channel != act.Channel))
                yield return new(Wrong.WrongAnswer, $"{Name(act)} was told {act.Channel} #{seq} and stands at {only.Channel} #{only.Seq}");
        }

        foreach (var violation in Acknowledgements(history))
            yield return violation;
    }

    // An acknowledgement has no text of its own, and who acknowledges again is given the first answer without a new entry: one at least stands in the
    // alert's channel under the member's name, and no more than were tried.
    private static IEnumerable<Violation> Acknowledgements(History history)
    {
        var homes = Homes(history.Entries);
        var told = history.Entries.Where(e => e.Kind is "obligation.acknowledged" or "obligation.coacknowledged" or "obligation.lateacknowledged" && homes.GetValueOrDefault(e.AlertId ?? default) == e.Channel)
            .GroupBy(e => (e.Actor, e.AlertId)).ToDictionary(g => g.Key, g => g.Count());
        foreach (var acts in history.Acts.Where(a => a.Deed == Deed.Acknowledgement).GroupBy(a => (Actor: a.Member.ToString(), a.Alert)))
        {
            var entries = told.GetValueOrDefault(acts.Key);
            if (entries == 0 && acts.Any(a => a.Outcome == Outcome.Accepted))
                yield return new(Wrong.LostAct, $"no acknowledgement of {acts.Key.Alert} by {acts.Key.Actor} stands in the log");
            else if (entries > acts.Count(a => a.Outcome != Outcome.Refused))
                yield return new(Wrong.DoubledAct, $"{entries} acknowledgements of {acts.Key.Alert} by {acts.Key.Actor} stand in the log, of {acts.Count()}");
        }
    }

    // By the order of one channel: the log alone decides what came first.
    private static IEnumerable<Violation> Ladders(List<StoredEntry> log)
    {
        HashSet<(Guid?, About)> fired = [];
        HashSet<(Guid?, string)> silent = [];
        HashSet<Guid?> ended = [];
        foreach (var entry in log.Where(e => e.AlertId is not null))
        {
            var place = $"{entry.Channel} #{entry.Seq}";
            var about = About.Of(entry);
            switch (entry.Kind)
            {
                case "escalation.fired" or "escalation.skipped" when about is not null:
                    if (!fired.Add((entry.AlertId, about)))
                        yield return new(Wrong.DoubleEscalation, $"{place}: level {about.Level} of round {about.Round}, version {about.Version} for {about.Agency} fired before");
                    if (silent.Contains((entry.AlertId, about.Agency)) || ended.Contains(entry.AlertId))
                        yield return new(Wrong.EscalatedAfterAnswer, $"{place}: level {about.Level} for {about.Agency} fired after the answer");
                    break;
                case "escalation.exhausted" when about is not null && (silent.Contains((entry.AlertId, about.Agency)) || ended.Contains(entry.AlertId)):
                    yield return new(Wrong.EscalatedAfterAnswer, $"{place}: the ladder for {about.Agency} ran out after the answer");
                    break;
                case "obligation.acknowledged" or "obligation.accepted" when about is not null:
                    silent.Add((entry.AlertId, about.Agency));
                    break;
                case "obligation.opened" or "obligation.reopened" or "obligation.undone" when about is not null:
                    silent.Remove((entry.AlertId, about.Agency));
                    break;
                case "alert.resolved" or "alert.cancelled":
                    ended.Add(entry.AlertId);
                    break;
                case "alert.reopened":
                    ended.Remove(entry.AlertId);
                    break;
            }
        }
    }

    private static Dictionary<Guid, string> Homes(IEnumerable<StoredEntry> entries) =>
        entries.Where(e => e is { Kind: "alert.posted", AlertId: not null }).DistinctBy(e => e.AlertId).ToDictionary(e => e.AlertId!.Value, e => e.Channel);

    private static string Name(Act act) => $"{act.Deed} {act.Key} of {act.Member}";
}
