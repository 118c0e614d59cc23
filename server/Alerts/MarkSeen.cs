using FluentValidation;
using MediatR;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Alerts;

/// <summary>A member has the alert before their eyes.</summary>
public static class MarkSeen
{
    /// <summary>Doing it again changes nothing, so the client key may be left out. Answers the own agency's obligation, if it has one.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, int? Version) : ICommand<Response>;

    /// <summary>The obligation of the member's agency, if any.</summary>
    public sealed record Response(ObligationView? Obligation);

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator() => RuleFor(r => r.Version).AlertVersion();
    }

    internal sealed class Handler(AlertLookup lookup, Receipts receipts, ChannelLog log) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            found.RequireVersion(request.Version!.Value);
            await receipts.Seen(found.Alert, found.Member, ct);
            await log.Append(ct);
            return new Response(found.Own is { } own ? ObligationView.Of(own) : null);
        }
    }
}
