using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// What load balancers ask: <c>/healthz/live</c> (the process answers) and <c>/healthz/ready</c> (it can do its work). Features add
/// their own checks with the tag <see cref="Ready"/>; <c>Degraded</c> still answers 200.
/// </summary>
public static class Probes
{
    /// <summary>Tag of the checks that decide whether this node gets traffic.</summary>
    public const string Ready = "ready";

    /// <summary>Adds the check of the database.</summary>
    public static IServiceCollection AddProbes(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseAnswers>("database", tags: [Ready], timeout: TimeSpan.FromSeconds(3));
        return services;
    }

    /// <summary>Maps the two addresses; they are open, and say one word.</summary>
    public static void MapProbes(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }
}
