using Timpora.Comms.Channels;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>The oracle passes a good course of events, and sees each kind of bug for what it is.</summary>
public sealed class CheckerTests
{
    /// <summary>One bug each, and what the checker must call it.</summary>
    private static readonly Dictionary<string, (Wrong Kind, Action<Course> Bug)> bugs = new()
    {
        ["an accepted message is not in the log"] = (Wrong.LostAct, c => c.Acts.Add(Accepts(c))),
        ["an accepted message's answer was not kept"] = (Wrong.LostAct, c => c.Keys.Remove((c.Officer, c.Message.Key))),
        ["an accepted acknowledgement is not in the log"] = (Wrong.LostAct, c => c.Acts.Add(Accepts(c) with { Deed = Deed.Acknowledgement, Alert = Guid.CreateVersion7() })),
        ["a retry was stored again"] = (Wrong.DoubledAct, c => c.AppendsAndDelivers(c.Said(Course.Tppo, c.Officer, c.Message.Key))),
        ["a retry was stored again in another channel"] = (Wrong.DoubledAct, c => c.AppendsAndDelivers(c.Said(Course.Desk, c.Officer, c.Message.Key))),
        ["an acknowledgement stands twice"] = (Wrong.DoubledAct, c => c.AppendsAndDelivers(new EntryDraft(Course.Tppo, "obligation.coacknowledged", c.Liaison.ToString(), c.Alert).With("agency", "polresta"))),
        ["an answer names another number"] = (Wrong.WrongAnswer, c => c.Acts[c.Acts.IndexOf(c.Message)] = c.Message with { Seq = c.Message.Seq - 1 }),
        ["a refused message was stored"] = (Wrong.StoredRefusal, c => c.AppendsAndDelivers(c.Said(Course.Tppo, c.Officer, c.Refused.Key))),
        ["a refused message's answer was kept"] = (Wrong.StoredRefusal, c => c.Keys.Add((c.Officer, c.Refused.Key))),
        ["a message without an answer was stored without its key"] = (Wrong.HalfStored, c => c.Keys.Remove((c.Officer, c.Retried.Key))),
        ["an entry is missing"] = (Wrong.Gap, c => c.Entries.Remove(c.Of(Course.Tppo, 4))),
        ["the first entry is missing"] = (Wrong.Gap, c => c.Entries.Remove(c.Of(Course.Desk, 1))),
        ["the end of the log is missing"] = (Wrong.Truncated, c => c.Entries.Remove(c.Of(Course.Tppo, c.Ends[Course.Tppo].Head))),
        ["the head has another hash"] = (Wrong.WrongHead, c => c.Ends[Course.Tppo] = c.Ends[Course.Tppo] with { HeadHash = new byte[32] }),
        ["the head stayed behind"] = (Wrong.WrongHead, c => c.Ends[Course.Tppo] = c.Ends[Course.Tppo] with { Head = c.Ends[Course.Tppo].Head - 1 }),
        ["an entry says something else"] = (Wrong.BrokenChain, c => c.Change(Course.Tppo, 4, e => e with { Data = e.Data.Replace("dinsos", "kodim", StringComparison.Ordinal) })),
        ["an entry has another actor"] = (Wrong.BrokenChain, c => c.Change(Course.Tppo, 5, e => e with { Actor = c.Excluded.ToString() })),
        ["an entry has another hash"] = (Wrong.BrokenChain, c => c.Change(Course.Tppo, 5, e => e with { Hash = new byte[32] })),
        ["two rows changed places"] = (Wrong.BrokenChain, c => Swap(c, 3, 4)),
        ["a text was changed"] = (Wrong.ChangedText, c => c.Change(Course.Tppo, c.Message.Seq!.Value, e => e with { Reveals = [.. e.Reveals.Select(r => r with { Value = r.Value + "!" })] })),
        ["an entry is older than the one before"] = (Wrong.TimeRanBack, c => c.AppendsAndDelivers(c.Firing(Course.Tppo, "uptdppa", 1), TimeSpan.FromSeconds(-1))),
        ["a level fired twice"] = (Wrong.DoubleEscalation, c => c.AppendsAndDelivers(c.Firing(Course.Tppo, "dinsos", 3))),
        ["a level fired twice in a desk"] = (Wrong.DoubleEscalation, c =>
        {
            c.AppendsAndDelivers(c.Firing(Course.Desk, "dinsos", 2));
            c.AppendsAndDelivers(c.Firing(Course.Desk, "dinsos", 2));
        }
        ),
        ["a level fired after the answer"] = (Wrong.EscalatedAfterAnswer, c => c.AppendsAndDelivers(c.Firing(Course.Tppo, "polresta", 2))),
        ["a ladder ran out after the answer"] = (Wrong.EscalatedAfterAnswer, c => c.AppendsAndDelivers(new EntryDraft(Course.Desk, "escalation.exhausted", EntryDraft.System, c.Alert).With("agency", "polresta"))),
        ["a level fired after the alert's end"] = (Wrong.EscalatedAfterAnswer, c =>
        {
            c.AppendsAndDelivers(new EntryDraft(Course.Tppo, "alert.cancelled", c.Officer.ToString(), c.Alert));
            c.AppendsAndDelivers(c.Firing(Course.Tppo, "uptdppa", 1));
        }
        ),
        ["a device asked from a place where it was not"] = (Wrong.DeviceCursor, c =>
        {
            c.Device[5] = new Subscribed(Course.Tppo, "e1", 3);
            c.Device.Insert(6, c.Arrival(c.Officer, c.Of(Course.Tppo, 4)));
        }
        ),
        ["a device was never given an entry"] = (Wrong.DeviceSkipped, c =>
        {
            c.Device.RemoveAt(3);
            // It asks for it on the next line, so in the end it has everything.
            c.Device[4] = new Subscribed(Course.Tppo, "e1", 2);
            c.Device.InsertRange(5, [c.Arrival(c.Officer, c.Of(Course.Tppo, 3)), c.Arrival(c.Officer, c.Of(Course.Tppo, 4))]);
        }
        ),
        ["a device was given an entry twice"] = (Wrong.DeviceRepeated, c => c.Device.Insert(3, c.Device[2])),
        ["a device was given an old entry again at the end"] = (Wrong.DeviceRepeated, c => c.DeskDevice.Add(c.DeskDevice[1])),
        ["a device was given two entries in the other order"] = (Wrong.DeviceSwapped, c => (c.Device[^1], c.Device[^2]) = (c.Device[^2], c.Device[^1])),
        ["a device was given another text"] = (Wrong.DeviceHash, c => c.Device[2] = (Arrived)c.Device[2] with { Hash = Canonical.Base64(new byte[32]) }),
        ["a device was given an entry that was rolled back"] = (Wrong.DeviceBeyondHead, c => c.Device.Add(new Arrived(Course.Tppo, "e1", c.Ends[Course.Tppo].Head + 1, "message.posted", c.Alert, "x"))),
        ["a device never got the last entry"] = (Wrong.DeviceBehind, c => c.Device.RemoveAt(c.Device.Count - 1)),
        ["a device went on in a restored database"] = (Wrong.DeviceEpoch, c => c.RestoredDevice.RemoveRange(3, 3)),
        ["a device stayed in the old life of the database"] = (Wrong.DeviceEpoch, c => c.RestoredDevice.RemoveRange(3, c.RestoredDevice.Count - 3)),
        ["a removed member got an entry written afterwards"] = (Wrong.AfterRemoval, c => c.RemovedDevice.Insert(c.RemovedDevice.Count - 1, c.Arrival(c.Removed, c.Of(Course.Tppo, c.RemovedDevice.OfType<Arrived>().Max(a => a.Seq) + 1)))),
        ["a member was given entries after being told that the channel is lost"] = (Wrong.AfterRemoval, c => c.Device.Insert(c.Device.Count - 1, new Revoked(Course.Tppo))),
        ["an excluded member was given the content"] = (Wrong.Revealed, c => c.ExcludedDevice[2] = c.Arrival(c.Officer, c.Of(Course.Tppo, 2))),
        ["a reader was given a stub"] = (Wrong.Concealed, c => c.Device[2] = c.Arrival(c.Excluded, c.Of(Course.Tppo, 2))),
    };

    public static TheoryData<string> Bugs => [.. bugs.Keys];

    [Fact]
    public void A_good_course_of_events_is_clean() => Assert.Empty(Checker.Check(new Course().History()));

    [Theory, MemberData(nameof(Bugs))]
    public void Each_bug_is_seen_for_what_it_is(string bug)
    {
        var course = new Course();
        bugs[bug].Bug(course);
        var found = Checker.Check(course.History());
        Assert.True(found.Select(v => v.Kind).Distinct().SequenceEqual([bugs[bug].Kind]), $"{bug}:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Every_kind_has_its_bug() => Assert.Equal(Enum.GetValues<Wrong>().Order(), bugs.Values.Select(b => b.Kind).Distinct().Order());

    [Fact]
    public void While_the_run_goes_on_a_device_may_be_behind()
    {
        var course = new Course();
        course.Device.RemoveAt(course.Device.Count - 1);
        Assert.Empty(Checker.Check(course.History() with { IsAtRest = false }));
    }

    private static Act Accepts(Course course)
    {
        var act = new Act(course.Officer, Guid.CreateVersion7(), Deed.Message, Outcome.Accepted) { Alert = course.Alert };
        course.Keys.Add((act.Member, act.Key));
        return act;
    }

    private static void Swap(Course course, long one, long other)
    {
        var (first, second) = (course.Of(Course.Tppo, one), course.Of(Course.Tppo, other));
        course.Change(Course.Tppo, one, _ => second with { Seq = -1 });
        course.Change(Course.Tppo, other, _ => first with { Seq = other });
        course.Change(Course.Tppo, -1, e => e with { Seq = one });
    }
}
