using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Names the caller of every hub invocation, lets them wait for their turn, and asks the database whether they still belong to the team: SignalR keeps
/// the principal of the handshake for as long as the connection lives.
/// </summary>
internal sealed class CallerHubFilter(Admission admission, CallTurns turns, MemberLines lines, ILogger<CallerHubFilter> logger) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Speak(invocationContext.Context);
        try
        {
            // Before anything is asked of the database.
            await turns.Await(invocationContext.Context, invocationContext.HubMethodName);
            // Commands never wait for those who come back.
            using var seat = invocationContext.HubMethodName == nameof(CommsHub.Subscribe) ? await admission.Enter(invocationContext.Context.ConnectionAborted) : null;
            await Admit(invocationContext.ServiceProvider, invocationContext.Context);
            return await next(invocationContext);
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            if (exception is not Rejection && RejectionMapping.From(exception).Reason.Status >= 500)
                logger.LogError(exception, "Hub method {Method} failed.", invocationContext.HubMethodName);
            throw new HubException(RejectionMapping.Body(exception));
        }
    }

    /// <inheritdoc/>
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        Speak(context.Context);
        var place = Enter(context.Context);
        try
        {
            using (await admission.Enter(context.Context.ConnectionAborted))
                await Admit(context.ServiceProvider, context.Context);
            await next(context);
        }
        catch
        {
            // Who did not come in is not told of as gone.
            place?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        context.Context.Features.Get<MemberLines.Place>()?.Dispose();
        return next(context, exception);
    }

    // A web socket took its place when it was opened (Line); what polls, or listens to a stream of events, takes it here.
    private MemberLines.Place? Enter(HubCallerContext context)
    {
        if (context.GetHttpContext()?.Features.Get<LineSocket>() is not null)
            return null;
        var place = lines.Enter(context.User.MemberId());
        context.Features.Set(place);
        return place;
    }

    private static async Task Admit(IServiceProvider services, HubCallerContext context)
    {
        var caller = services.GetRequiredService<Caller>();
        caller.Is(context.User.MemberId());
        await caller.Require(context.ConnectionAborted);
    }

    // The language was settled at the handshake, which is over.
    private static void Speak(HubCallerContext context) => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture,
        context.GetHttpContext()?.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture ?? CultureInfo.GetCultureInfo("id"));
}
