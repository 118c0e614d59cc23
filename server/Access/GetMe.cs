using MediatR;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Access;

/// <summary>A member asks who the hub takes them for.</summary>
public static class GetMe
{
    /// <summary>The question.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>An agency by code and name.</summary>
    public sealed record AgencyName(string Code, string Name);

    /// <summary>The signed-in member. <paramref name="DeskChannel"/> is the slug of the agency's desk.</summary>
    public sealed record Response(Guid Id, string Name, string Position, AgencyName Agency, IReadOnlyList<string> Roles, string DeskChannel)
    {
        internal static Response From(Member member, Organisation organisation)
        {
            // An agency that has left the organisation file keeps its code as its name: the person can still be told who they are.
            var agency = organisation.FindAgency(member.Agency);
            return new Response(member.Id, member.Name, member.Position, new AgencyName(member.Agency, agency?.Name ?? member.Agency),
                member.Roles.Codes(), Channels.Channel.DeskOf(member.Agency));
        }
    }

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/me", (IMediator mediator, CancellationToken ct) => mediator.Send(new Request(), ct)).WithMetadata(new OpenToUnfinished());

    internal sealed class Handler(Caller caller, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken) =>
            Response.From(await caller.Require(cancellationToken), organisation);
    }
}
