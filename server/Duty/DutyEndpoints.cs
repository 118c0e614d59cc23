using MediatR;

namespace Timpora.Comms.Duty;

/// <summary>The roster's routes.</summary>
public static class DutyEndpoints
{
    /// <summary>Maps the routes on the signed-in <c>/api</c> group.</summary>
    public static void MapDuty(this IEndpointRouteBuilder api)
    {
        api.MapGet("/duty", async (string? agency, IMediator mediator, CancellationToken ct) => await mediator.Send(new GetDuty.Request(agency), ct));
        api.MapPost("/duty/accept", async (AcceptShift.Request body, IMediator mediator, CancellationToken ct) => await mediator.Send(body, ct));
        api.MapPost("/duty/assign", async (AssignDuty.Request body, IMediator mediator, CancellationToken ct) => await mediator.Send(body, ct));
    }
}
