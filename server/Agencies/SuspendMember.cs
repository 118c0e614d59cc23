using FluentValidation;
using MediatR;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Agencies;

/// <summary>An admin closes an account of the own agency for a while: a phone was lost, somebody is away or under inquiry. It is as if they had left, until they are back.</summary>
public static class SuspendMember
{
    /// <summary>Names the member. Doing it twice changes nothing, so there is no key.</summary>
    public sealed record Request(Guid Member) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/members/{id:guid}/suspend", async (Guid id, IMediator mediator, CancellationToken ct) =>
    {
        await mediator.Send(new Request(id), ct);
        return TypedResults.NoContent();
    });

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Member).NotEmpty();
    }

    internal sealed class Handler(Leaving leaving) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            await leaving.Leave(request.Member, isForAWhile: true, cancellationToken);
            return Unit.Value;
        }
    }
}
