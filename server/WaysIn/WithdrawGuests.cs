using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>The secretariat or the chair lets a guest organisation read along in a channel no longer. From the commit on nothing of it reaches its members.</summary>
public static class WithdrawGuests
{
    /// <summary>Admissions are changed one at a time: each is a list that is written as a whole.</summary>
    internal const string Admissions = "admissions";

    /// <summary>Names channel and organisation. Doing it twice changes nothing, so there is no key.</summary>
    public sealed record Request(string Channel, string Organisation) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapDelete("/channels/{slug}/guests/{organisation}", async (string slug, string organisation, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(new Request(slug, organisation), ct);
        return TypedResults.NoContent();
    });

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Channel).NotEmpty().MaximumLength(100);
            RuleFor(r => r.Organisation).NotEmpty().MaximumLength(GuestOrganisations.LongestName);
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, ChannelLog log) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var reader = (await caller.Require(cancellationToken)).AsReader();
            var code = GuestOrganisations.CodeOf(request.Organisation);
            await db.LockName(Admissions, cancellationToken);
            var channel = await db.Channels.FirstOrDefaultAsync(c => c.Slug == request.Channel, cancellationToken);
            if (channel is null || !Permissions.MayRead(reader, channel))
                throw new Rejection(Reasons.NotFound);
            if (!Permissions.MayRemoveMember(reader, code))
                throw new Rejection(Reasons.NotPermitted);
            if (!channel.Admits.Contains(code))
                return Unit.Value;
            channel.Admits = [.. channel.Admits.Where(a => a != code)];
            log.StageAccessChange([channel.Slug]);
            await log.Append(cancellationToken);
            return Unit.Value;
        }
    }
}
