using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>Sends traces and the hub's instruments to a collector (OTLP). Off unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; its other variables work as everywhere.</summary>
public static class Telemetry
{
    private const string Key = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Who asked, from where, and what for.
    private static readonly string[] left = ["url.query", "user_agent.original", "client.address", "network.peer.address", "enduser.id"];

    /// <summary>Adds it where it is asked for.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Key]))
            return services;
        services.AddOpenTelemetry().ConfigureResource(hub => hub.AddService("timpora-comms"))
            .WithTracing(traces => traces.AddSource(HubTrace.Name, "Microsoft.AspNetCore.SignalR.Server").AddStatements()
                .AddAspNetCoreInstrumentation(o =>
                {
                    o.RecordException = false;
                    // A line lasts for hours; what is called over it has steps of its own.
                    o.Filter = http => !http.Request.Path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase)
                        && !http.Request.Path.StartsWithSegments("/healthz", StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);
                    o.EnrichWithHttpResponse = (step, _) =>
                    {
                        foreach (var tag in left)
                            step.SetTag(tag, null);
                    };
                })
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(HubMeter.Name).AddOtlpExporter());
        return services;
    }
}
