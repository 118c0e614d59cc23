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
        if (method is nameof(CommsHub.PostAlert) or nameof(CommsHub.Acknowledge))
            await Enter(method == nameof(CommsHub.PostAlert) ? member.Post : member.Acknowledge, context);
        else
        {
            await Enter(connections.Of(context.ConnectionId).Calls!, context);
            await Enter(member.All, context);
            // One call may ask for a whole channel again; how much that is, Subscribe finds out.
            if (method == nameof(CommsHub.Subscribe))
            {
                await Enter(member.Replay, context);
                member.Replay.Take(Limits.SubscribeEntries - 1);
            }
        }
    }

    private async ValueTask Enter(Budget budget, HubCallerContext context)
    {
        if (budget.TryTake(TimeSpan.Zero, out _))
            return;
        // SignalR serves what has come over a line to its end, also when nobody is there any more, and only then is the line gone and its member's place free: minutes,
        // at a call a second. Who is gone knows of no answer and asks again.
        var hungUp = context.GetHttpContext()?.RequestAborted ?? CancellationToken.None;
        if (hungUp.IsCancellationRequested)
            throw new Rejection(Reasons.TooManyRequests);
        var isServed = budget.TryTake(limits.LongestWait, out var wait);
        meter.Delayed(isServed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionAborted, hungUp);
        try
        {
            // Who is refused has waited, too: a flood of refusals would cost as much as what it asks for.
            await Task.Delay(isServed ? wait : limits.LongestWait, time, end.Token);
        }
        catch (OperationCanceledException) when (!context.ConnectionAborted.IsCancellationRequested)
        {
            throw new Rejection(Reasons.TooManyRequests);
        }

        if (!isServed)
            throw new Rejection(Reasons.TooManyRequests);
    }
}
