using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>A signed-in member opens the link from an e-mail or text message and is told which alert it leads to. Once, and only whom it was sent to.</summary>
public static class OpenAlertLink
{
    /// <summary>The secret of the link. The key lets a page that lost the answer ask again.</summary>
    public sealed record Request(Guid? ClientKey, string? Secret) : ICommand<Response>;

    /// <summary>The alert to open. Whether it may be read is decided when it is.</summary>
    public sealed record Response(Guid Alert);

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/alert-links", (Request request, IMediator mediator, CancellationToken ct) => mediator.Send(request, ct));

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.ClientKey).NotNull().NotEqual(Guid.Empty);
            RuleFor(r => r.Secret).NotEmpty().MaximumLength(100);
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, HubClock clock) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken ct)
        {
            var (member, now, hash) = (await caller.Require(ct), clock.Now(), AlertLink.Hash(request.Secret!));
            var link = await db.AlertLinks.AsNoTracking().FirstOrDefaultAsync(l => l.SecretHash == hash, ct) ?? throw new Rejection(Reasons.LinkSpent);
            // Another one's stays good: who it is for has not used it yet.
            if (link.Recipient != member.Id)
                throw new Rejection(Reasons.LinkNotYours);
            var isMine = await db.AlertLinks.Where(l => l.SecretHash == hash && l.UsedAt == null && l.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), ct);
            return isMine == 1 ? new Response(link.AlertId) : throw new Rejection(Reasons.LinkSpent);
        }
    }
}
