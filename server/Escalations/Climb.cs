using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Notifications;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// Makes the moves that are due for one obligation, in the caller's transaction and under the alert's lock. The only place that
/// fires a step: the firing row, the entries and the notification rows are written together or not at all.
/// </summary>
public sealed class Climb(HubDb db, HubClock clock, ChannelLog log, Recipients recipients, NotificationRows notifications, Organisation organisation, DrillPause drills)
{
    /// <summary>Makes all moves that are due now. Ends: every move sets the next one later, or ends the ladder.</summary>
    public Task Run(Alert alert, Obligation obligation, CancellationToken ct) => Run(alert, obligation, clock.Now(), ct);

    /// <summary>As <see cref="Run(Alert,Obligation,CancellationToken)"/>, at the command's own instant.</summary>
    public async Task Run(Alert alert, Obligation obligation, DateTimeOffset now, CancellationToken ct)
    {
        var plan = Plan.Parse(alert.Plan);
        while (true)
        {
            var move = Escalation.NextMove(obligation, plan, alert.IsOpen, now);
            if (move is not Escalation.Wait && await drills.Holds(alert, obligation, now, ct))
                continue;
            switch (move)
            {
                case Escalation.Fire step:
                    await Fire(alert, obligation, plan, step, now, [], ct);
                    break;
                case Escalation.Exhaust:
                    Exhaust(alert, obligation);
                    break;
                case Escalation.Reopen:
                    await Reopen(alert, obligation, plan, now, ct);
                    break;
                default:
                    obligation.WakeAt = Escalation.WakeAt(obligation, alert.IsOpen);
                    return;
            }
        }
    }

    /// <summary>Fires one step now. A step with nobody to ask is recorded, never waits, and the secretariat is warned.</summary>
    public async Task Fire(Alert alert, Obligation obligation, Plan plan, Escalation.Fire step, DateTimeOffset now, IReadOnlyList<Member> also, CancellationToken ct)
    {
        var people = (await recipients.For(alert, obligation, step.Asks, now, ct)).UnionBy(also, m => m.Id).ToList();
        var isSkipped = people.Count == 0;
        Escalation.Fired(obligation, step, isSkipped, plan, now);
        obligation.WakeAt = Escalation.WakeAt(obligation, alert.IsOpen);
        db.AddRow(new Firing { Obligation = obligation.Id, Version = obligation.Version, Round = step.Round, Level = step.Level, FiredAt = now, Skipped = isSkipped });
        if (isSkipped)
        {
            Stage(alert, obligation, "escalation.skipped", step, draft => draft.With("reason", "nobody-on-duty"), organisation.Secretariat.Code);
            await notifications.Warn(alert, obligation, step.Round, await recipients.Secretariat(alert, now, ct), now, ct);
            return;
        }

        var ids = people.ConvertAll(m => m.Id.ToString());
        var planned = IsAsPlanned(obligation, step.Level, ids) ? null : PlannedFor(obligation, step.Level);
        Stage(alert, obligation, "escalation.fired", step, draft => draft
            .With("recipients", ids).With("planned", planned is null || planned.ToHashSet().SetEquals(ids) ? null : planned), [.. people.Select(m => m.Agency).Distinct()]);
        await notifications.Add(alert, obligation, step.Round, step.Level, people, plan.Minute, now, ct);
    }

    /// <summary>Wakes people outside the ladder's steps; when nobody is there the secretariat is.</summary>
    public async Task Tell(Alert alert, Obligation obligation, IReadOnlyList<string> asks, CancellationToken ct) =>
        await Tell(alert, obligation, await recipients.For(alert, obligation, asks, clock.Now(), ct), ct);

    /// <summary>As above, people who are known by name; when there are none the secretariat is.</summary>
    public async Task Tell(Alert alert, Obligation obligation, IReadOnlyList<Member> people, CancellationToken ct)
    {
        var now = clock.Now();
        if (people.Count == 0)
            people = await recipients.Secretariat(alert, now, ct);
        await notifications.Warn(alert, obligation, obligation.Round, people, now, ct);
    }

    /// <summary>Nobody owes what these kinds of agency should: no ladder will ever find that, so the secretariat is warned at once.</summary>
    public async Task WarnUnserved(Alert alert, IReadOnlyList<string> kinds, DateTimeOffset now, CancellationToken ct)
    {
        log.Stage(new EntryDraft(Channel.DeskOf(organisation.Secretariat.Code), "obligation.unserved", EntryDraft.System, alert.Id).With("kinds", kinds).With("version", alert.Version));
        await notifications.Warn(alert, alert.Obligations[0], alert.Obligations[0].Round, await recipients.Secretariat(alert, now, ct), now, ct);
    }

    private void Exhaust(Alert alert, Obligation obligation)
    {
        Escalation.Exhausted(obligation);
        log.StageFor(alert, obligation, "escalation.exhausted", EntryDraft.System, draft => draft.With("round", obligation.Round), organisation.Secretariat.Code);
    }

    // The lead acknowledged and then went quiet: the answer is void, who gave it and who is on duty now are asked again.
    private async Task Reopen(Alert alert, Obligation obligation, Plan plan, DateTimeOffset now, CancellationToken ct)
    {
        var answerer = await db.Users.AsNoTracking().Where(m => m.Id == obligation.AnsweredBy && m.RemovedAt == null).ToListAsync(ct);
        Escalation.Reopened(obligation, plan, now);
        AllAnswered.Revoke(alert);
        await log.StageForAllTold(alert, obligation, "obligation.reopened", EntryDraft.System, draft => draft.With("reason", "no-progress").With("round", obligation.Round), ct);
        await Fire(alert, obligation, plan, Escalation.NextStep(obligation, plan)!, now, answerer, ct);
    }

    private void Stage(Alert alert, Obligation obligation, string kind, Escalation.Fire step, Func<EntryDraft, EntryDraft> fill, params IEnumerable<string> agencies) =>
        log.StageFor(alert, obligation, kind, EntryDraft.System, draft => fill(draft.With("level", step.Level).With("round", step.Round).With("asks", step.Asks)), agencies);

    // The same people in the same order, as nearly always, shows without reading the rest.
    private static bool IsAsPlanned(Obligation obligation, int level, List<string> ids) =>
        obligation.Planned.Contains($"\"{level}\":[\"{string.Join("\",\"", ids)}\"]", StringComparison.Ordinal);

    private static List<string>? PlannedFor(Obligation obligation, int level) =>
        JsonSerializer.Deserialize<Dictionary<int, List<string>>>(obligation.Planned, Json.Options)!.GetValueOrDefault(level);
}
