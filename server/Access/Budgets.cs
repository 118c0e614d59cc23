using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Timpora.Comms.Access;

/// <summary>What one member has left: of everything, and of each urgent act by itself.</summary>
internal sealed class MemberBudget(Limits limits, TimeProvider time)
{
    /// <summary>Everything that is not urgent.</summary>
    public Budget All { get; } = new(limits.Member, time);

    /// <summary>Entries replayed.</summary>
    public Budget Replay { get; } = new(limits.Replay, time);

    /// <summary>Posting an alert.</summary>
    public Budget Post { get; } = new(limits.Post, time);

    /// <summary>Acknowledging one.</summary>
    public Budget Acknowledge { get; } = new(limits.Acknowledge, time);

    /// <summary>As <see cref="Budget.IsFull"/>.</summary>
    public bool IsFull => All.IsFull && Replay.IsFull && Post.IsFull && Acknowledge.IsFull;

    /// <summary>The budget of an act.</summary>
    public Budget Of(Urgency? urgency) => urgency switch { Urgency.Post => Post, Urgency.Acknowledge => Acknowledge, _ => All };
}

/// <summary>
/// The budgets of this node's members and of the addresses from which people sign in. Who has not asked for anything for a while is forgotten: a full
/// budget is as good as a new one. Other nodes know nothing of them.
/// </summary>
internal sealed class Budgets(Limits limits, TimeProvider time)
{
    /// <summary>How often those who are idle are looked for, while anybody asks for anything.</summary>
    public static readonly TimeSpan Swept = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, MemberBudget> members = new();
    private readonly ConcurrentDictionary<IPAddress, Budget> addresses = new();
    private long sweptAt = time.GetTimestamp();

    /// <summary>How many are known.</summary>
    public int Count => members.Count + addresses.Count;

    /// <summary>A member's.</summary>
    public MemberBudget Of(Guid member)
    {
        Sweep();
        return members.GetOrAdd(member, static (_, by) => new MemberBudget(by.limits, by.time), (limits, time));
    }

    /// <summary>An address's. A household's or an office's IPv6 network counts as one: whoever has one address of it has all.</summary>
    public Budget Of(IPAddress? address)
    {
        Sweep();
        return addresses.GetOrAdd(Place(address ?? IPAddress.None), static (_, by) => new Budget(by.limits.Address, by.time), (limits, time));
    }

    private static IPAddress Place(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    // Whoever takes from a budget in the very moment it is forgotten has that one token for nothing.
    private void Sweep()
    {
        var last = Interlocked.Read(ref sweptAt);
        if (time.GetElapsedTime(last) < Swept || Interlocked.CompareExchange(ref sweptAt, time.GetTimestamp(), last) != last)
            return;
        foreach (var one in members)
            if (one.Value.IsFull)
                members.TryRemove(one);
        foreach (var one in addresses)
            if (one.Value.IsFull)
                addresses.TryRemove(one);
    }
}
