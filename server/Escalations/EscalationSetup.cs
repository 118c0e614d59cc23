using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Duty;

namespace Timpora.Comms.Escalations;

/// <summary>Adds the ladders and their clock.</summary>
public static class EscalationSetup
{
    /// <summary>Adds the ladders and their clock.</summary>
    public static IServiceCollection AddEscalations(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var options = EscalationOptions.From(configuration, environment);
        services.AddSingleton(options);
        services.AddSingleton(new HubFacts(options.MinuteLength, environment.IsDevelopment()));
        services.AddScoped<Climb>();
        services.AddScoped<DrillPause>();
        services.AddScoped<Recipients>();
        services.AddScoped<Handover>();
        services.AddScoped<Rosters>();
        services.AddSingleton<EscalationClock>();
        services.AddHostedService(p => p.GetRequiredService<EscalationClock>());
        return services;
    }

    /// <summary>Previewing an alert, escalating by hand, and handing over what an agency owes.</summary>
    public static void MapEscalations(this IEndpointRouteBuilder api)
    {
        api.MapPost("/alerts/preview", async (PostAlert.Request body, MediatR.IMediator mediator, CancellationToken ct) => await mediator.Send(new PreviewAlert.Request(body), ct));
        api.MapPost("/alerts/{id:guid}/escalate", async (Guid id, EscalateByHandBody body, MediatR.IMediator mediator, CancellationToken ct) =>
            await mediator.Send(new EscalateByHand.Request(id, body.ClientKey, body.Agency), ct));
        api.MapGet("/duty/handover", async (string? role, MediatR.IMediator mediator, CancellationToken ct) => await mediator.Send(new GetHandover.Request(role), ct));
        api.MapPost("/duty/accept", async (AcceptShift.Request body, MediatR.IMediator mediator, CancellationToken ct) => await mediator.Send(body, ct));
    }

    /// <summary>What the caller sends.</summary>
    public sealed record EscalateByHandBody(Guid? ClientKey, string? Agency);
}
