using System.Globalization;
using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.References;

/// <summary>The peers beside the hub, each in processes of its own; their programs and settings are in <c>tests/bench/peers</c>.</summary>
internal sealed class Peers : IDisposable
{
    private readonly List<Native> nodes = [];
    private readonly string folder = Directory.CreateTempSubdirectory("timpora-bench-peer-").FullName;

    private Peers(Target target) => Target = target;

    /// <summary>Which.</summary>
    public Target Target { get; }

    /// <summary>Where its nodes listen.</summary>
    public List<int> Ports { get; } = [];

    /// <summary>The processes whose CPU counts.</summary>
    public List<int> Servers { get; } = [];

    private static string Files => Path.Combine(Machine.Root(), "tests", "bench", "peers");

    /// <summary>Nodes of Socket.IO on the same engines as the hub's.</summary>
    public static Peers SocketIo(Engines engines, int count)
    {
        if (!Engines.IsInstalled("node"))
            throw new MissingException("Node is not installed (apt-get install nodejs npm)");
        if (!Directory.Exists(Path.Combine(Files, "node_modules", "socket.io")))
            throw new MissingException("Socket.IO is not installed (npm ci in tests/bench/peers)");
        var peers = new Peers(Target.SocketIo);
        var database = engines.PostgresUrl(engines.NewDatabase());
        for (var i = 0; i < count; i++)
            peers.Add("node", port => [Path.Combine(Files, "socketio.js"), port, $"redis://{engines.Redis}", database]);
        peers.Servers.AddRange(engines.Ids);
        return peers;
    }

    /// <summary>JetStream with a stream in a file of this machine's disk.</summary>
    public static Peers JetStream()
    {
        if (!Engines.IsInstalled("nats-server"))
            throw new MissingException("nats-server is not installed (apt-get install nats-server)");
        var peers = new Peers(Target.JetStream);
        peers.Add("nats-server", port => ["-c", Path.Combine(Files, "nats.conf"), "-p", port, "-sd", peers.folder]);
        PeerWire.MakeStream(peers.Ports[0]);
        return peers;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var node in nodes)
            node.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Add(string program, Func<string, IEnumerable<string>> arguments)
    {
        Ports.Add(Processes.FreePort());
        nodes.Add(new Native(program, arguments(Ports[^1].ToString(CultureInfo.InvariantCulture))).Listening(Ports[^1]));
        Servers.Add(nodes[^1].Id);
    }
}
