using System.Text.Json.Serialization;

namespace Timpora.Comms.Bench.Load;

/// <summary>What a load generator talks to.</summary>
internal enum Target
{
    /// <summary>The hub: posts over HTTP, entries over SignalR, half the connections JSON and half MessagePack.</summary>
    Hub,

    /// <summary>The bare web socket server.</summary>
    Bare,

    /// <summary>Plain SignalR with a group send.</summary>
    Group,

    /// <summary>Socket.IO over web sockets: posts with an answer, entries as events.</summary>
    SocketIo,

    /// <summary>NATS over TCP: a stream, and a push consumer for each subscriber.</summary>
    JetStream,
}

/// <summary>A channel to follow, and the alert in it whose thread is written to.</summary>
internal sealed record Place(string Channel, string Epoch, long Head, string Alert);

/// <summary>The first line a load generator reads: what to connect.</summary>
/// <param name="Target">What it talks to.</param>
/// <param name="Ports">The nodes; connections and posters are spread over them, and the members of each channel, too.</param>
/// <param name="Servers">The processes whose CPU counts, with their children: nodes, database, broker.</param>
/// <param name="Cookies">Sessions of the members.</param>
/// <param name="Places">The channels.</param>
/// <param name="Connections">How many members listen.</param>
/// <param name="Posters">How many lines post.</param>
/// <param name="Size">Characters of a text.</param>
/// <param name="IsAlerts">Alerts are posted and not messages.</param>
internal sealed record Plan(
    Target Target, IReadOnlyList<int> Ports, IReadOnlyList<int> Servers, IReadOnlyList<string> Cookies, IReadOnlyList<Place> Places, int Connections, int Posters, int Size,
    bool IsAlerts)
{
    /// <summary>Whether a post is answered by itself, before or after its deliveries.</summary>
    [JsonIgnore]
    public bool IsAnswered => Target is Target.Hub or Target.SocketIo or Target.JetStream;

    /// <summary>A line's node. The members of each channel take turns, so that every channel is followed on every node.</summary>
    public int PortOf(int index) => Ports[index / Math.Max(1, Places.Count) % Ports.Count];
}

/// <summary>Every further line: what to do.</summary>
/// <param name="Do"><c>closed</c>, <c>open</c>, <c>slow</c>, <c>cut</c>, <c>resume</c>, <c>return</c>.</param>
/// <param name="By">Outstanding posts, posts per second, slow readers, or how far behind to resume or to return.</param>
/// <param name="Seconds">How long it is measured.</param>
/// <param name="Warm">How long it runs before that.</param>
/// <param name="WarmPosts">How many posts it runs before that, if that takes longer.</param>
/// <param name="Members">How many return at once.</param>
internal sealed record Order(string Do, int By, double Seconds, double Warm, int WarmPosts = 0, int Members = 1);

/// <summary>What an order came to; printed as one line.</summary>
internal sealed record Outcome(
    long Posts, long Deliveries, double Seconds, double ServerCpu, double LoadCpu, long Receives, long Bytes, double DeliveredP50, double DeliveredP99, double LastP50,
    double LastP99, double AcceptedP50, double AcceptedP99, long ServerMemory, IReadOnlyList<string> Faults, long Overtaken = 0)
{
    /// <summary>Deliveries per CPU second of the server.</summary>
    public double PerCpuSecond => Deliveries / Math.Max(0.01, ServerCpu);

    /// <summary>Deliveries a second.</summary>
    [JsonIgnore]
    public double PerSecond => Deliveries / Seconds;

    /// <summary>For a person who watches.</summary>
    public string Told() =>
        $"{Posts / Seconds:0} posts/s, {PerSecond:0} d/s, {PerCpuSecond:0} d/CPU-s, {PerReceive:0.0} d/recv, cpu {ServerCpu / Seconds:0.00}, load {LoadCpu / Seconds:0.00}, accepted {AcceptedP50:0.0}/{AcceptedP99:0.0} ms, last {LastP50:0.0}/{LastP99:0.0} ms";

    /// <summary>Deliveries per receive: how far they travel together.</summary>
    public double PerReceive => Receives == 0 ? 0 : (double)Deliveries / Receives;
}
