using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>A member makes new codes on paper, because the old ones were seen or are used up.</summary>
public static class MakeRecoveryCodes
{
    /// <summary>Asks for them.</summary>
    public sealed record Request : ICommand<Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<Response>.ClientKey => null;
    }

    /// <summary>The codes, shown this once.</summary>
    public sealed record Response(IReadOnlyList<string> RecoveryCodes);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/recovery-codes", (IMediator mediator, CancellationToken ct) => mediator.Send(new Request(), ct)).WithMetadata(new AsksFreshSignIn());

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken) =>
            new(await db.NewRecoveryCodes((await db.RequireOwn(caller, cancellationToken)).Id, cancellationToken));
    }
}
