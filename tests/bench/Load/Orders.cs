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
}

/// <summary>A channel to follow, and the alert in it whose thread is written to.</summary>
internal sealed record Place(string Channel, string Epoch, long Head, string Alert);

/// <summary>The first line a load generator reads: what to connect.</summary>
internal sealed record Plan(
    Target Target, int Port, int Server, IReadOnlyList<string> Cookies, IReadOnlyList<Place> Places, int Connections, int Posters, int Size, bool IsAlerts);

/// <summary>Every further line: what to do.</summary>
/// <param name="Do"><c>closed</c>, <c>open</c>, <c>slow</c>, <c>cut</c>, <c>resume</c>.</param>
/// <param name="By">Outstanding posts, posts per second, slow readers, or how far behind to resume.</param>
/// <param name="Seconds">How long it is measured.</param>
/// <param name="Warm">How long it runs before that.</param>
/// <param name="WarmPosts">How many posts it runs before that, if that takes longer.</param>
internal sealed record Order(string Do, int By, double Seconds, double Warm, int WarmPosts = 0);

/// <summary>What an order came to; printed as one line.</summary>
internal sealed record Outcome(
    long Posts, long Deliveries, double Seconds, double ServerCpu, double LoadCpu, long Receives, long Bytes, double DeliveredP50, double DeliveredP99, double LastP50,
    double LastP99, double AcceptedP50, double AcceptedP99, long ServerMemory, IReadOnlyList<string> Faults)
{
    /// <summary>Deliveries per CPU second of the server.</summary>
    public double PerCpuSecond => Deliveries / Math.Max(0.01, ServerCpu);

    /// <summary>Deliveries per receive: how far they travel together.</summary>
    public double PerReceive => Receives == 0 ? 0 : (double)Deliveries / Receives;
}
