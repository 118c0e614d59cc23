using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>How many connections each member has to this node, and that they are not too many. Other nodes count for themselves.</summary>
internal sealed class MemberLines(Limits limits, HubMeter meter)
{
    // Pages back off by themselves; a place may be free at any moment.
    private static readonly TimeSpan again = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, int> lines = [];

    /// <summary>How many members have any.</summary>
    public int Members
    {
        get
        {
            lock (gate)
                return lines.Count;
        }
    }

    /// <summary>Takes a place for one more; it is given back by disposing. Refuses when the member has as many as allowed.</summary>
    public Place Enter(Guid member)
    {
        lock (gate)
            if (lines.GetValueOrDefault(member) is var open && open < limits.ConnectionsPerMember)
            {
                lines[member] = open + 1;
                return new Place(this, member);
            }

        throw Refused();
    }

    /// <summary>Refuses when there is no place, and takes none: for who is going to come back for it.</summary>
    public void RequireRoom(Guid member)
    {
        lock (gate)
            if (lines.GetValueOrDefault(member) < limits.ConnectionsPerMember)
                return;
        throw Refused();
    }

    private Rejection Refused()
    {
        meter.RefusedLine();
        return new Rejection(Reasons.TooManyConnections) { RetryAfter = again };
    }

    private void Leave(Guid member)
    {
        lock (gate)
            if (--lines[member] == 0)
                lines.Remove(member);
    }

    /// <summary>One of them.</summary>
    internal sealed class Place(MemberLines lines, Guid member) : IDisposable
    {
        private int isGivenBack;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref isGivenBack, 1) == 0)
                lines.Leave(member);
        }
    }
}
