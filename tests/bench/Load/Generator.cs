using System.Diagnostics;

namespace Timpora.Comms.Bench.Load;

/// <summary>
/// The load: one thread that reads sockets as epoll names them, posts in a closed or an open loop, and counts. It parses nothing
/// but numbers and marks, so that its own cost distorts as little as possible.
/// </summary>
internal sealed class Generator
{
    private const double MostWarm = 40;
    private const int Mask = (1 << 20) - 1;
    private static readonly long pingEvery = 10 * Stopwatch.Frequency;

    private readonly Plan plan;
    private readonly Flight[] flights = new Flight[Mask + 1];
    private readonly Kernel.Event[] events = new Kernel.Event[512];
    private readonly byte[] buffer = new byte[Line.MostCarried + (1 << 18)];
    private readonly List<Line> lines = [];
    // In turn, so that no line is silent for so long that the server closes it.
    private readonly Queue<Poster>[] idle;
    private int nextNode;
    private readonly Queue<long> waiting = new();
    private readonly List<string> faults = [];
    private readonly int set = Kernel.Open();
    private readonly int[] members;
    private readonly Counts counts = new();
    private readonly SlowReaders slow;
    private uint lastId;
    private int outstanding;
    private int place;
    private readonly Poster[] posters;
    private int nextPoster;
    private long now = Stopwatch.GetTimestamp();
    private long pingAt = Stopwatch.GetTimestamp() + pingEvery;

    /// <summary>Connects everything.</summary>
    public Generator(Plan plan)
    {
        this.plan = plan;
        slow = new SlowReaders(plan);
        members = new int[plan.Places.Count];
        var subscribers = new Subscriber[plan.Connections];
        Parallel.For(0, plan.Connections, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => subscribers[i] = Subscriber.Open(plan, i));
        foreach (var subscriber in subscribers)
        {
            members[subscriber.Place]++;
            Add(subscriber);
        }

        idle = [.. plan.Ports.Select(_ => new Queue<Poster>())];
        posters = [.. Enumerable.Range(0, plan.Posters).Select(i => Poster.Open(plan, i))];
        foreach (var poster in posters)
        {
            idle[poster.Node].Enqueue(poster);
            Add(poster);
        }
    }

    /// <summary>Keeps the lines alive for a moment.</summary>
    public void Idle() => Turn(20_000_000);

    /// <summary>Carries out an order.</summary>
    public Outcome Run(Order order)
    {
        faults.Clear();
        if (order.Do == "slow")
            slow.Open(order.By);
        else if (order.Do == "cut")
            slow.Cut();
        else
            return Post(order);
        return counts.Outcome(0, default, Processes.Usage(plan.Servers), []);
    }

    /// <summary>A subscriber has a post.</summary>
    public void Delivered(uint id)
    {
        ref var flight = ref flights[id & Mask];
        if (flight.Id != id)
            return;
        counts.Deliveries++;
        counts.Delivered.Add(now - flight.At);
        if (--flight.Awaited == 0)
            Done(ref flight);
    }

    /// <summary>The hub has accepted a post, or not.</summary>
    public void Accepted(uint id, Poster poster, string? refusal)
    {
        ref var flight = ref flights[id & Mask];
        counts.Accepted.Add(now - flight.At);
        if (refusal is not null)
            Fault("a post was refused: " + refusal);
        if (plan.Target == Target.Hub)
        {
            if (waiting.TryDequeue(out var due))
                Send(poster, due);
            else
                idle[poster.Node].Enqueue(poster);
        }

        if (--flight.Awaited == 0)
            Done(ref flight);
    }

    private void Done(ref Flight flight)
    {
        counts.Last.Add(now - flight.At);
        outstanding--;
    }

    private Outcome Post(Order order)
    {
        Loop(order, order.Warm);
        // A server compiles what it runs often; what it does meanwhile is no figure. So many posts for each node or so long, whatever comes first.
        for (var warming = Stopwatch.GetTimestamp(); order.WarmPosts * plan.Ports.Count > counts.Posts && Stopwatch.GetElapsedTime(warming).TotalSeconds < MostWarm * plan.Ports.Count;)
            Loop(order, 1);
        counts.Clear();
        var overtaken = lines.OfType<Subscriber>().Sum(s => s.Overtaken);
        var before = Processes.Usage(plan.Servers);
        var own = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        Loop(order, order.Seconds);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var after = Processes.Usage(plan.Servers);
        var outcome = counts.Outcome(seconds, before, after, faults) with { LoadCpu = (Process.GetCurrentProcess().TotalProcessorTime - own).TotalSeconds };
        Drain();
        Check();
        return outcome with { Faults = [.. faults], Overtaken = lines.OfType<Subscriber>().Sum(s => s.Overtaken) - overtaken };
    }

    private void Loop(Order order, double seconds)
    {
        var started = now = Stopwatch.GetTimestamp();
        var end = started + (long)(seconds * Stopwatch.Frequency);
        var gap = Stopwatch.Frequency / (double)order.By;
        for (var sent = 0L; now < end;)
        {
            var pause = 1_000_000L;
            if (order.Do == "closed")
                while (outstanding < order.By && CanPost())
                    Send(Stopwatch.GetTimestamp());
            else
            {
                for (var due = started + (long)(sent * gap); due <= now; due = started + (long)(++sent * gap))
                    if (CanPost())
                        Send(due);
                    else
                        waiting.Enqueue(due);
                pause = Math.Min(pause, Math.Max(0, (long)((started + (long)(sent * gap) - now) * (1e9 / Stopwatch.Frequency))));
            }

            Turn(pause);
        }
    }

    private bool CanPost() => plan.Target != Target.Hub || Array.Exists(idle, i => i.Count > 0);

    private void Send(long at)
    {
        // A web socket takes any number of posts; an HTTP connection has one request at a time.
        Send(plan.Target == Target.Hub ? Idle(nextNode++) : posters[nextPoster++ % posters.Length], at);
    }

    // The nodes take turns, as far as they have a line that is not waiting.
    private Poster Idle(int node)
    {
        while (idle[node % idle.Length].Count == 0)
            node++;
        return idle[node % idle.Length].Dequeue();
    }

    private void Send(Poster poster, long at)
    {
        place = (place + 1) % plan.Places.Count;
        var id = ++lastId;
        flights[id & Mask] = new Flight { Id = id, At = at, Awaited = members[place] + (plan.IsAnswered ? 1 : 0) };
        counts.Posts++;
        outstanding++;
        if (!poster.Post(place, id))
            Fault("a posting line was closed");
    }

    private void Drain()
    {
        var until = Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency);
        while ((outstanding > 0 || waiting.Count > 0) && now < until)
            Turn(1_000_000);
        if (outstanding > 0)
            Fault($"{outstanding} posts did not reach everybody");
        (outstanding, lastId) = (0, lastId + 1);
    }

    // Whoever follows a channel has the same newest number as the others, and came to it one by one.
    private void Check()
    {
        foreach (var channel in lines.OfType<Subscriber>().GroupBy(s => s.Place))
        {
            if (channel.Sum(s => s.Missing) is var missing and > 0)
                Fault($"{missing} numbers in channel {channel.Key} never came");
            if (channel.Sum(s => s.Faults) is var wrong and > 0)
                Fault($"{wrong} numbers in channel {channel.Key} did not follow the one before");
            if (channel.Select(s => s.Last).Distinct().Count() > 1)
                Fault($"the members of channel {channel.Key} do not end at the same number");
        }
    }

    private void Turn(long nanoseconds)
    {
        var count = Kernel.Wait(set, events, Math.Min(nanoseconds, slow.Pause));
        now = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            Read(lines[(int)events[i].Data]);
            if ((i & 15) == 15)
                now = Stopwatch.GetTimestamp();
        }

        slow.Sip(now);
        if (now < pingAt)
            return;
        pingAt = now + pingEvery;
        slow.Ping();
        foreach (var line in lines)
            if (line.Ping is { } ping && !Kernel.Write(line.Handle, ping))
                Fault("a line was closed");
    }

    private void Read(Line line)
    {
        var carried = line.Carried;
        line.Carry.CopyTo(buffer.AsSpan(Line.MostCarried - carried));
        var read = Kernel.Read(line.Handle, buffer.AsSpan(Line.MostCarried));
        if (read < 0)
            return;
        if (read == 0)
        {
            Kernel.Forget(set, line.Handle);
            Fault("the server closed a line");
            return;
        }

        counts.Receives += line is Subscriber ? 1 : 0;
        counts.Bytes += read;
        line.Take(buffer.AsSpan(Line.MostCarried - carried, carried + line.Unframe(buffer.AsSpan(Line.MostCarried, read))), this);
    }

    private void Add(Line line)
    {
        Kernel.Watch(set, line.Handle, lines.Count);
        lines.Add(line);
    }

    private void Fault(string what)
    {
        if (faults.Count < 5)
            faults.Add(what);
    }

    private struct Flight
    {
        public uint Id;
        public long At;
        public int Awaited;
    }
}
