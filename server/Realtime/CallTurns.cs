using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Lets calls wait until their connection and their member may ask again. SignalR serves one call of a connection after the other and reads no further
/// meanwhile, so who sends too much is slowed down and loses nothing. Only who would wait too long is refused. Urgent acts have a budget of their own and
/// take from no other.
/// </summary>
internal sealed class CallTurns(Limits limits, Budgets budgets, FeedConnections connections, TimeProvider time, HubMeter meter)
{
    /// <summary>Waits; refuses after <see cref="Limits.LongestWait"/>.</summary>
    public async ValueTask Await(HubCallerContext context, string method)
    {
        var member = budgets.Of(context.User.MemberId());
        var ct = context.ConnectionAborted;
        if (method is nameof(CommsHub.PostAlert) or nameof(CommsHub.Acknowledge))
            await Enter(method == nameof(CommsHub.PostAlert) ? member.Post : member.Acknowledge, ct);
        else
        {
            await Enter(connections.Of(context.ConnectionId).Calls!, ct);
            await Enter(member.All, ct);
            // One call may ask for a whole channel again; how much that is, Subscribe finds out.
            if (method == nameof(CommsHub.Subscribe))
                await Enter(member.Replay, ct);
        }
    }

    private async ValueTask Enter(Budget budget, CancellationToken ct)
    {
        var isServed = budget.TryTake(limits.LongestWait, out var wait);
        if (isServed && wait <= TimeSpan.Zero)
            return;
        meter.Delayed(isServed);
        // Who is refused has waited, too: a flood of refusals would cost as much as what it asks for.
        await Task.Delay(isServed ? wait : limits.LongestWait, time, ct);
        if (!isServed)
            throw new Rejection(Reasons.TooManyRequests);
    }
}
