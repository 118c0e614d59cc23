using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>
/// "If I post this now": who is asked and by when, who is on duty at each of those instants, where nobody is. Decides by what posting
/// decides by, and stores nothing: no row, no client key.
/// </summary>
public static class PreviewAlert
{
    /// <summary>What would be posted; a client key may be missing.</summary>
    public sealed record Request(PostAlert.Request Alert) : IRequest<Response>;

    /// <summary>What would happen if nobody answered, through the first round.</summary>
    public sealed record Response(
        string Level, string Tlp, string Channel, IReadOnlyList<ObligationPart> Obligations, IReadOnlyList<Warning> Gaps, IReadOnlyList<Warning> Warnings,
        IReadOnlyList<SimilarAlert> Similar);

    /// <summary>What one agency would owe; without <paramref name="CanAnswer"/> none of its people may read and answer it.</summary>
    public sealed record ObligationPart(string Agency, string Name, bool Lead, DateTimeOffset DueAt, bool CanAnswer, IReadOnlyList<StepPart> Steps);

    /// <summary>A step and whom it would ask then; a <paramref name="Gap"/> would be skipped at once.</summary>
    public sealed record StepPart(int Level, DateTimeOffset At, IReadOnlyList<string> Asks, IReadOnlyList<PersonPart> People, bool Gap);

    /// <summary>Somebody on duty.</summary>
    public sealed record PersonPart(Guid Id, string Name, string Position, string Agency);

    /// <summary>The rules of posting, field by field.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Rules against this team's codes.</summary>
        public Validator(Organisation organisation, HubClock clock)
        {
            var rules = new PostAlert.Validator(organisation, clock);
            RuleFor(r => r.Alert).Custom((alert, context) => rules.Validate(alert with { ClientKey = alert.ClientKey ?? Guid.CreateVersion7() }).Errors.ForEach(context.AddFailure));
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock, Recipients recipients, Organisation organisation, EscalationOptions options)
        : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var draft = await AlertDraft.Of(request.Alert, await caller.Require(ct), db, organisation, clock.Now(), ct);
            var alert = draft.Alert;
            var plan = Plan.Freeze(organisation.LadderOf(alert.Level.ToString()), options.MinuteFor(alert.Status));
            List<ObligationPart> obligations = [];
            foreach (var obligation in alert.Obligations.OrderBy(o => alert.RequiredAgencies.IndexOf(o.Agency)))
            {
                var steps = await FirstRound(alert, obligation, plan, ct);
                obligations.Add(new ObligationPart(
                    obligation.Agency, organisation.FindAgency(obligation.Agency)!.Name, obligation.Lead, obligation.DueAt, !draft.Unanswerable.Contains(obligation.Agency), steps));
            }

            return new Response(alert.Level.ToString(), alert.Tlp, alert.Channel, obligations, [.. obligations.SelectMany(Gaps)], draft.Warnings, draft.Similar);
        }

        // The ladder itself, climbed without a clock: a step without people does not wait, here as there.
        private async Task<IReadOnlyList<StepPart>> FirstRound(Alert alert, Obligation obligation, Plan plan, CancellationToken ct)
        {
            List<StepPart> steps = [];
            Escalation.Start(obligation, plan, alert.PostedAt);
            while (Escalation.NextStep(obligation, plan) is { } step && step.Round == obligation.FirstRound && obligation.NextStepAt is { } at)
            {
                var people = await recipients.For(alert, obligation, step.Asks, at, ct);
                Escalation.Fired(obligation, step, people.Count == 0, plan, at);
                steps.Add(new StepPart(step.Level, at, step.Asks, [.. people.Select(m => new PersonPart(m.Id, m.Name, m.Position, m.Agency))], people.Count == 0));
            }

            return steps;
        }

        private static IEnumerable<Warning> Gaps(ObligationPart obligation) => obligation.Steps.Where(step => step.Gap).Select(step => new Warning(
            "requiredAgencies", "nobody_on_duty", new Say(
                $"{obligation.Name}: pada tingkat {step.Level} tidak ada yang dapat diminta; tingkat itu dilewati.",
                $"{obligation.Name}: at level {step.Level} there is nobody to ask; that level is skipped.").ToString()));
    }
}
