using MediatR;

namespace Timpora.Comms.Duty;

/// <summary>The roster's routes. Handing over what an agency owes is mapped with the escalations.</summary>
public static class DutyEndpoints
{
    /// <summary>Maps the routes on the signed-in <c>/api</c> group.</summary>
    public static void MapDuty(this IEndpointRouteBuilder api)
    {
        api.MapGet("/duty", async (string? agency, IMediator mediator, CancellationToken ct) => await mediator.Send(new GetDuty.Request(agency), ct));
        api.MapGet("/duty/roster", async (string? agency, IMediator mediator, CancellationToken ct) => await mediator.Send(new GetRoster.Request(agency), ct));
        api.MapPost("/duty/assign", async (AssignDuty.Request body, IMediator mediator, CancellationToken ct) => await mediator.Send(body, ct));
        api.MapPost("/duty/override", async (OverrideDuty.Request body, IMediator mediator, CancellationToken ct) => await mediator.Send(body, ct));
        api.MapPost("/duty/override/cancel", async (CancelOverride.Request body, IMediator mediator, CancellationToken ct) => await mediator.Send(body, ct));
    }
}
