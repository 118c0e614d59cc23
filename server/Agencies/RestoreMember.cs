using FluentValidation;
using MediatR;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Agencies;

/// <summary>An admin opens a suspended account again. Nobody is signed in by that, and answers others have given meanwhile stand.</summary>
public static class RestoreMember
{
    /// <summary>Names the member. Doing it twice changes nothing, so there is no key.</summary>
    public sealed record Request(Guid Member) : ICommand<Unit>
    {
        /// <inheritdoc/>
        Guid? ICommand<Unit>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/members/{id:guid}/restore", async (Guid id, IMediator mediator, CancellationToken ct) =>
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
            await leaving.Return(request.Member, cancellationToken);
            return Unit.Value;
        }
    }
}
