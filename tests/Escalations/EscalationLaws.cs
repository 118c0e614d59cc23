using CsCheck;
using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Xunit;

namespace Timpora.Comms.Tests.Escalations;

/// <summary>What holds for a ladder whatever happens to it, in whatever order: scans, outages, answers, undos, hands, new versions, pauses.</summary>
public class EscalationLaws
{
    private static readonly string[] levels = ["Kritis", "Mendesak", "Rutin"];

    private static readonly Gen<(string Level, bool Lead, bool[] Empty, (int Act, int Seconds)[] Course)> course = Gen.Select(
        Gen.Int[0, 2].Select(i => levels[i]), Gen.Bool, Gen.Bool.Array[4],
        // Mostly scans; now and then the engine is down for hours (a long pause before the next act).
        Gen.Select(Gen.Frequency((7, Gen.Const(0)), (2, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.Const(3)), (1, Gen.Int[4, 7])),
            Gen.Frequency((6, Gen.Int[0, 60]), (3, Gen.Int[60, 900]), (1, Gen.Int[900, 90_000]))).Array[1, 120]);

    [Fact]
    public void Each_step_fires_at_most_once_in_rising_order_and_never_after_an_answer_that_came_first() => course.Sample(c =>
    {
        var ladder = new Ladder(c.Level, c.Lead) { IsSkipped = level => c.Empty[level - 1] };
        var now = DateTimeOffset.Parse("2026-11-24T01:00:00Z");
        foreach (var (act, seconds) in c.Course)
        {
            now = now.AddSeconds(seconds);
            var (o, before) = (ladder.Obligation, ladder.Keys.Count);
            var (wasAnswered, progressDueAt, dueAt) = (o.State == ObligationState.Acknowledged, o.ProgressDueAt, o.NextStepAt);
            switch (act)
            {
                case 0:
                    ladder.Scan(now);
                    // An answered ladder fires only when the lead's progress is overdue; a running one only when it was due.
                    if (ladder.Keys.Count > before)
                        Assert.True(wasAnswered ? progressDueAt <= now : dueAt <= now);
                    if (wasAnswered && progressDueAt is null)
                        Assert.Equal(ObligationState.Acknowledged, o.State);
                    break;
                case 1 when o.IsOwed:
                    ladder.Acknowledge(now);
                    break;
                case 2 when wasAnswered && now <= o.UndoUntil:
                    ladder.Undo();
                    Assert.Equal(o.State == ObligationState.Exhausted ? null : o.NextStepBefore, o.NextStepAt);
                    break;
                case 3:
                    ladder.EscalateByHand(now);
                    // Skipping goes on at once, by hand as by the clock.
                    ladder.Scan(now);
                    break;
                case 4 or 5:
                    Escalation.Restart(o, ladder.Plan, act == 4 ? o.Version + 1 : o.Version, now);
                    Assert.Equal((now + ladder.Plan.AnswerWithin, now, ObligationState.Pending, null), (o.DueAt, o.NextStepAt, o.State, o.AnsweredBy));
                    break;
                case 6 when Escalation.NextMove(o, ladder.Plan, true, now) is not Escalation.Wait:
                    Escalation.Pause(o, now);
                    Assert.Equal(now + Escalation.PauseLook, Escalation.WakeAt(o, true));
                    Assert.IsType<Escalation.Wait>(Escalation.NextMove(o, ladder.Plan, true, now));
                    break;
                case 7 when o.PausedAt is { } pausedAt:
                    var deadline = o.DueAt;
                    Escalation.Resume(o, now);
                    Assert.Equal((deadline + (now - pausedAt), null), (o.DueAt, o.PausedAt));
                    break;
            }

            if (act == 0)
                Assert.True(Escalation.WakeAt(o, true) is not { } wake || wake > now, "a scan leaves nothing due");
            AssertStands(ladder);
        }

        Assert.Equal(ladder.Keys.Distinct().Order(), ladder.Keys);
    }, iter: 20_000);

    /// <summary>Whatever came before: left alone, a silent agency ends exhausted, and every step on the way was taken.</summary>
    [Fact]
    public void Silence_always_ends_in_exhausted() => course.Sample(c =>
    {
        var ladder = new Ladder(c.Level, c.Lead) { IsSkipped = level => c.Empty[level - 1] };
        var now = DateTimeOffset.Parse("2026-11-24T01:00:00Z");
        foreach (var (act, seconds) in c.Course)
        {
            now = now.AddSeconds(seconds);
            if (act == 1 && ladder.Obligation.IsOwed)
                ladder.Acknowledge(now);
            else if (act == 2 && ladder.Obligation.State == ObligationState.Acknowledged)
                ladder.Undo();
            else
                ladder.Scan(now);
        }

        for (var scans = 0; Escalation.WakeAt(ladder.Obligation, true) is { } at && scans < 200; scans++)
            ladder.Scan(at > now ? now = at : now);
        Assert.Null(Escalation.WakeAt(ladder.Obligation, true));
        Assert.True(ladder.Obligation.State is ObligationState.Exhausted || (ladder.Obligation.State == ObligationState.Acknowledged && !ladder.Obligation.Lead));
        foreach (var round in ladder.Keys.GroupBy(k => k.Round))
            Assert.Equal(Enumerable.Range(1, round.Max(k => k.Level)), round.Select(k => k.Level));
    }, iter: 5_000);

    // E7: every open obligation has a next instant, or is exhausted and says so, or was answered by who owes nothing more.
    private static void AssertStands(Ladder ladder)
    {
        var o = ladder.Obligation;
        if (o.State == ObligationState.Acknowledged)
            Assert.Equal(o.Lead && ladder.Plan.ProgressWithin is not null, Escalation.WakeAt(o, true) is not null);
        else if (o.State == ObligationState.Exhausted)
            Assert.Equal((EscalationState.Exhausted, (DateTimeOffset?)null), (o.Escalation, o.NextStepAt));
        else
            Assert.True(o.IsOwed && o.Escalation == EscalationState.Running && Escalation.WakeAt(o, true) is not null);
    }
}
