using Microsoft.AspNetCore.Authorization;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Access;

/// <summary>An act that must go through whatever else its member does: it has a budget of its own.</summary>
public enum Urgency
{
    /// <summary>An alert is posted.</summary>
    Post,

    /// <summary>An alert is acknowledged.</summary>
    Acknowledge,
}

/// <summary>Holds HTTP requests to the limits: by member, and by address where no session is needed. What is over them is refused with 429 and <c>Retry-After</c>.</summary>
internal static class RequestLimits
{
    /// <summary>Adds the limits and who keeps to them.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(Limits.From(configuration)).AddSingleton<Budgets>();

    /// <summary>Marks a route as an urgent act.</summary>
    public static RouteHandlerBuilder IsUrgent(this RouteHandlerBuilder route, Urgency urgency) => route.WithMetadata(new Urgent(urgency));

    /// <summary>Adds the check. Stands after authorization: who is not signed in is told that first. Probes, pages and metrics are not limited.</summary>
    public static IApplicationBuilder UseLimits(this WebApplication app)
    {
        var (budgets, meter) = (app.Services.GetRequiredService<Budgets>(), app.Services.GetRequiredService<HubMeter>());
        return app.Use((context, next) =>
        {
            var path = context.Request.Path;
            if (!path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase))
                return next(context);
            if (Budget(context, budgets).TryTake(TimeSpan.Zero, out var wait))
                return next(context);
            meter.RefusedRequest();
            return RejectionMapping.Write(context, new Rejection(Reasons.TooManyRequests) { RetryAfter = wait });
        });
    }

    // With a session or without: who guesses passwords is counted by where they sit.
    private static Budget Budget(HttpContext context, Budgets budgets) =>
        context.User.MemberId() is var member && member != Guid.Empty && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            ? budgets.Of(member).Of(context.GetEndpoint()?.Metadata.GetMetadata<Urgent>()?.Urgency)
            : budgets.Of(context.Connection.RemoteIpAddress);

    private sealed record Urgent(Urgency Urgency);
}
