using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Names the caller of every hub invocation and asks the database whether they still belong to the team: SignalR keeps the
/// principal of the handshake for as long as the connection lives.
/// </summary>
internal sealed class CallerHubFilter(Admission admission, ILogger<CallerHubFilter> logger) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Speak(invocationContext.Context);
        try
        {
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
        using (await admission.Enter(context.Context.ConnectionAborted))
            await Admit(context.ServiceProvider, context.Context);
        await next(context);
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
