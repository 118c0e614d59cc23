using System.Globalization;
using System.Text.Json;
using Timpora.Comms.Bench.Load;
using Timpora.Comms.Bench.References;

namespace Timpora.Comms.Bench;

/// <summary>A load generator in its own process, connected to one server.</summary>
internal sealed class Loads(Plan plan) : IDisposable
{
    private readonly Child process = new("Timpora.Comms.Bench.dll", [Program.LoadVerb], "ready", JsonSerializer.Serialize(plan));

    /// <summary>Runs an order; a fault ends the bench, because figures of wrong deliveries mean nothing.</summary>
    public Outcome Run(Order order)
    {
        var outcome = process.Ask<Outcome>(order);
        return outcome.Faults.Count == 0 ? outcome : throw new FaultException($"{plan.Target}: {string.Join("; ", outcome.Faults)}");
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    /// <summary>Connected to the hub.</summary>
    public static async Task<Loads> ToHub(Hub hub, int channels, int connections, int posters, bool isAlerts = false, int size = 400, int first = 0) =>
        new(new Plan(Target.Hub, hub.Ports, hub.Servers, hub.Cookies, await hub.Places(channels, first), connections, posters, size, isAlerts));

    /// <summary>Connected to a reference server.</summary>
    public static Loads To(Target target, Reference server, int channels, int connections, int posters, int size = 400) =>
        new(new Plan(target, [server.Port], [server.Id], [], Rooms(channels), connections, posters, size, false));

    /// <summary>Connected to a peer.</summary>
    public static Loads To(Peers peer, int channels, int connections, int posters) =>
        new(new Plan(peer.Target, peer.Ports, peer.Servers, [], Rooms(channels), connections, posters, 400, false));

    private static Place[] Rooms(int channels) => [.. Enumerable.Range(0, channels).Select(i => new Place(Hub.Channel(i), "", 0, ""))];
}

/// <summary>Something was lost, doubled, turned around or refused: there is nothing to measure.</summary>
internal sealed class FaultException(string message) : Exception(message);

/// <summary>A reference server in its own process.</summary>
internal sealed class Reference : IDisposable
{
    private readonly Child process;

    /// <summary>Starts one by its hidden word.</summary>
    public Reference(string verb, params string[] options)
    {
        Port = Processes.FreePort();
        process = new Child("Timpora.Comms.Bench.dll", [verb, Port.ToString(CultureInfo.InvariantCulture), .. options], "ready");
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();
}
