using Microsoft.AspNetCore.Http.Features;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Holds what comes over a line to <see cref="Limits.Frames"/>, under the web socket, where every frame passes: pings, calls of methods that do not exist,
/// fragments. Nothing is refused and nothing lost. A line that has sent too much is not read until its time has come, and then the client's kernel holds
/// the rest: a flood costs the hub next to nothing.
/// </summary>
internal sealed class LimitedLine(IHttpUpgradeFeature? upgrade, IHttpExtendedConnectFeature? connect, Limits limits, TimeProvider time, HubMeter meter)
    : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade is { IsUpgradableRequest: true };

    /// <inheritdoc/>
    public bool IsExtendedConnect => connect is { IsExtendedConnect: true };

    /// <inheritdoc/>
    public string? Protocol => connect?.Protocol;

    /// <summary>Sets it in the place of the server's own features. Stands before web sockets.</summary>
    public static void Measure(HttpContext http)
    {
        var (upgrade, connect) = (http.Features.Get<IHttpUpgradeFeature>(), http.Features.Get<IHttpExtendedConnectFeature>());
        var services = http.RequestServices;
        var line = new LimitedLine(upgrade, connect, services.GetRequiredService<Limits>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<HubMeter>());
        if (upgrade is not null)
            http.Features.Set<IHttpUpgradeFeature>(line);
        if (connect is not null)
            http.Features.Set<IHttpExtendedConnectFeature>(line);
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Limited(await upgrade!.UpgradeAsync());

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => Limited(await connect!.AcceptAsync());

    private LimitedStream Limited(Stream stream) => new(stream, new Budget(limits.Frames, time), time, meter);
}
