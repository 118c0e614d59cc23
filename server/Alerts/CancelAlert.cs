using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>The poster's side withdraws an alert sent in error, with the reason kept. Whoever got the alert gets the cancellation.</summary>
public static class CancelAlert
{
    /// <summary>With a reason.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Reason) : ICommand<AlertStanding>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Reason).FreeText(5, 500);
        }
    }

    internal sealed class Handler(AlertLookup lookup, HubClock clock, ChannelLog log, Involvement involvement, IMediator mediator) : IRequestHandler<Request, AlertStanding>
    {
        public async Task<AlertStanding> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var alert = found.Alert;
            if (!Permissions.MayCancel(found.Reader, alert.Access()))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            await EndAlert.Apply(alert, AlertState.Cancelled, clock.Now(), mediator, ct);
            await log.StageForAll(alert, "alert.cancelled", found.Member.Id.ToString(), draft => draft.Commit("reason", request.Reason!.Trim()), ct);
            await involvement.WithdrawAll(alert, found.Member.Id.ToString(), "alert-closed", ct);
            await log.Append(ct);
            return AlertStanding.Of(alert);
        }
    }
}
