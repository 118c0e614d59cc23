using System.Security.Cryptography;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// A short course of events, written as hub, clients and devices would: two channels, a ladder, answers, a retry, a refusal, a device that
/// changed lines, one that went through a restore, one of an excluded member and one of a removed member. Bugs are put into it.
/// </summary>
internal sealed class Course
{
    public const string Tppo = "tppo";
    public const string Desk = "meja-polresta";

    private static readonly DateTimeOffset start = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, long> access = new() { [Tppo] = 1, [Desk] = 1 };

    public Course()
    {
        Posted = Post(Tppo, "alert.posted", Deed.Alert);
        Says(Tppo, "obligation.opened", "polresta");
        Says(Desk, "obligation.opened", "polresta");
        Fires(Tppo, "polresta", 1);
        Fires(Desk, "polresta", 1);
        Fires(Tppo, "dinsos", 1);
        Message = Post(Tppo, "message.posted", Deed.Message);
        Retried = Post(Tppo, "message.posted", Deed.Message) with { Outcome = Outcome.Unknown };
        Fires(Tppo, "dinsos", 2);
        Answer = Acknowledge("polresta");
        Refused = new Act(Officer, Guid.CreateVersion7(), Deed.Message, Outcome.Refused) { Alert = Alert, Status = 400, Code = "validation_failed" };
        Acts = [Posted, Message, Retried, Answer, Refused];
        Lost = new Loss(Removed, Tppo, ++access[Tppo]);
        Fires(Tppo, "dinsos", 3);
        Says(Tppo, "escalation.exhausted", "dinsos");

        Device = Follows(Officer, Tppo, changesLineAfter: 4);
        DeskDevice = Follows(Liaison, Desk, changesLineAfter: 0);
        RestoredDevice = [new Subscribed(Tppo, "", 0), new Arrived(Tppo, "old", 1, "alert.posted", Alert, "x"), new Subscribed(Tppo, "old", 1), new Resynced(Tppo), .. Follows(Officer, Tppo, 0)];
        ExcludedDevice = Follows(Excluded, Tppo, changesLineAfter: 0);
        RemovedDevice = [.. Follows(Removed, Tppo, 0).TakeWhile(e => e is not Arrived a || Of(Tppo, a.Seq).AclVersion < Lost.AccessVersion), new Revoked(Tppo)];
    }

    public Guid Alert { get; } = Guid.CreateVersion7();

    public Guid Officer { get; } = Guid.CreateVersion7();

    public Guid Liaison { get; } = Guid.CreateVersion7();

    public Guid Excluded { get; } = Guid.CreateVersion7();

    public Guid Removed { get; } = Guid.CreateVersion7();

    public List<StoredEntry> Entries { get; } = [];

    public Dictionary<string, ChannelEnd> Ends { get; } = new() { [Tppo] = new(Tppo, "e1", 0, new byte[32]), [Desk] = new(Desk, "e1", 0, new byte[32]) };

    public HashSet<(Guid, Guid)> Keys { get; } = [];

    public List<Act> Acts { get; }

    public Act Posted { get; }

    public Act Message { get; }

    public Act Retried { get; }

    public Act Answer { get; }

    public Act Refused { get; }

    public Loss Lost { get; }

    public List<Event> Device { get; }

    public List<Event> DeskDevice { get; }

    public List<Event> RestoredDevice { get; }

    public List<Event> ExcludedDevice { get; }

    public List<Event> RemovedDevice { get; }

    public History History() => new([.. Ends.Values], Entries, Keys, Acts,
        [new("petugas", Officer, Device), new("penghubung", Liaison, DeskDevice), new("lama", Officer, RestoredDevice), new("dikecualikan", Excluded, ExcludedDevice), new("dikeluarkan", Removed, RemovedDevice)])
    {
        Losses = [Lost],
        MayRead = (member, entry) => member != Excluded || entry.AlertId is null,
    };

    public StoredEntry Of(string channel, long seq) => Entries.Single(e => e.Channel == channel && e.Seq == seq);

    /// <summary>Puts another entry in the place of one, as if somebody had changed the row.</summary>
    public void Change(string channel, long seq, Func<StoredEntry, StoredEntry> change) => Entries[Entries.IndexOf(Of(channel, seq))] = change(Of(channel, seq));

    /// <summary>As the hub appends; a device at rest gets it.</summary>
    public StoredEntry Append(EntryDraft draft, TimeSpan? at = null)
    {
        var end = Ends[draft.Channel];
        var (seq, data, time) = (end.Head + 1, Canonical.Write(draft.Data), Canonical.Time(start + (at ?? TimeSpan.FromSeconds(Entries.Count))));
        var hash = Canonical.Hash(end.HeadHash, Canonical.Entry(draft.Actor, draft.AlertId, time, draft.Channel, data, end.Epoch, draft.Kind, seq));
        var entry = new StoredEntry(draft.Channel, seq, draft.Kind, time, draft.Actor, draft.AlertId, data, end.HeadHash, hash, access[draft.Channel], end.Epoch) { Reveals = [.. draft.Reveals] };
        Entries.Add(entry);
        Ends[draft.Channel] = end with { Head = seq, HeadHash = hash };
        return entry;
    }

    /// <summary>Appends after the course is over, and every device that may have it gets it.</summary>
    public void AppendsAndDelivers(EntryDraft draft, TimeSpan? at = null)
    {
        var entry = Append(draft, at);
        if (entry.Channel == Desk)
            DeskDevice.Add(Arrival(Liaison, entry));
        else
            foreach (var (device, member) in new[] { (Device, Officer), (RestoredDevice, Officer), (ExcludedDevice, Excluded) })
                device.Add(Arrival(member, entry));
    }

    public EntryDraft Firing(string channel, string agency, int level) =>
        new EntryDraft(channel, "escalation.fired", EntryDraft.System, Alert).With("agency", agency).With("version", 1).With("round", 1).With("level", level);

    public EntryDraft Said(string channel, Guid member, Guid key) =>
        new EntryDraft(channel, "message.posted", member.ToString(), Alert).Commit("text", Poster.Text(key) + RandomNumberGenerator.GetHexString(4));

    public Arrived Arrival(Guid member, StoredEntry e) => member == Excluded
        ? new(e.Channel, e.Epoch, e.Seq, WireEntry.Withheld, null, Canonical.Base64(e.Hash))
        : new(e.Channel, e.Epoch, e.Seq, e.Kind, e.AlertId, Canonical.Base64(e.Hash));

    private Act Post(string channel, string kind, Deed deed)
    {
        var key = Guid.CreateVersion7();
        var entry = Append(new EntryDraft(channel, kind, Officer.ToString(), Alert).Commit(deed == Deed.Alert ? "narrative" : "text", Poster.Text(key)));
        Keys.Add((Officer, key));
        return new Act(Officer, key, deed, Outcome.Accepted) { Alert = Alert, Channel = channel, Seq = entry.Seq, Status = 201 };
    }

    private Act Acknowledge(string agency)
    {
        foreach (var channel in new[] { Tppo, Desk })
            Append(new EntryDraft(channel, "obligation.acknowledged", Liaison.ToString(), Alert).With("agency", agency).With("version", 1).With("round", 1));
        var act = new Act(Liaison, Guid.CreateVersion7(), Deed.Acknowledgement, Outcome.Accepted) { Alert = Alert, Status = 200 };
        Keys.Add((Liaison, act.Key));
        return act;
    }

    private void Says(string channel, string kind, string agency) =>
        Append(new EntryDraft(channel, kind, EntryDraft.System, Alert).With("agency", agency).With("version", 1));

    private void Fires(string channel, string agency, int level) => Append(Firing(channel, agency, level));

    private List<Event> Follows(Guid member, string channel, int changesLineAfter)
    {
        List<Event> events = [new Subscribed(channel, "", 0)];
        foreach (var entry in Entries.Where(e => e.Channel == channel).OrderBy(e => e.Seq))
        {
            events.Add(Arrival(member, entry));
            if (entry.Seq == changesLineAfter)
                events.Add(new Subscribed(channel, entry.Epoch, entry.Seq));
        }

        return events;
    }
}
