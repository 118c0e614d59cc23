using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Channels;

/// <summary>A member looks which channels there are, and what is new in them.</summary>
public static class ListChannels
{
    /// <summary>Asks for all channels the member may read.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>The channels; always one page, <c>next</c> is absent.</summary>
    public sealed record Response(IReadOnlyList<ChannelItem> Items, string? Next);

    internal sealed class Handler(Caller caller, HubDb db) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var reader = (await caller.Require(cancellationToken)).AsReader();
            return new Response(await ChannelItem.Of(db, reader, cancellationToken), null);
        }
    }
}
