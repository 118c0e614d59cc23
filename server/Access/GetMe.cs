using MediatR;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.Access;

/// <summary>A member asks who the hub takes them for.</summary>
public static class GetMe
{
    /// <summary>The question, and whether the session it comes with is good for securing the account only.</summary>
    public sealed record Request(bool IsUnfinished = false) : IRequest<Response>;

    /// <summary>An agency by code and name.</summary>
    public sealed record AgencyName(string Code, string Name)
    {
        /// <summary>A guest organisation goes by its own name; an agency that has left the organisation file keeps its code as its name: the person can still be told who they are.</summary>
        public static AgencyName Of(string code, Organisation organisation) => new(code, organisation.FindAgency(code)?.Name ?? GuestOrganisations.NameOf(code) ?? code);
    }

    /// <summary>
    /// The signed-in member. <paramref name="DeskChannel"/> is the slug of the agency's desk; <paramref name="Unfinished"/>: nothing is open but what secures the account.
    /// </summary>
    public sealed record Response(Guid Id, string Name, string Position, AgencyName Agency, IReadOnlyList<string> Roles, string DeskChannel, bool Unfinished = false)
    {
        internal static Response From(Member member, Organisation organisation, bool isUnfinished = false) => new(
            member.Id, member.Name, member.Position, AgencyName.Of(member.Agency, organisation), member.Roles.Codes(), Channels.Channel.DeskOf(member.Agency), isUnfinished);
    }

    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/me", (HttpContext http, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new Request(http.Features.Get<CurrentSession>()?.IsUnfinished == true), ct)).WithMetadata(new OpenToUnfinished(), new OpenToScreens());

    internal sealed class Handler(Caller caller, Organisation organisation) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken) =>
            Response.From(await caller.Require(cancellationToken), organisation, request.IsUnfinished);
    }
}
