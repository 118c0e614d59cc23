using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Notifications;

/// <summary>
/// Works off what is to leave the hub, on every node. Each transport has its own turns, so that a mail server that hangs delays no text message, and each notification its own
/// transactions, so that one that cannot work holds up no other. A node that dies leaves its claims to run out; another takes them over.
/// </summary>
public sealed partial class NotificationSender(
    IServiceScopeFactory scopes, IEnumerable<ITransport> transports, HubClock clock, TimeProvider time, HubMeter meter, ILogger<NotificationSender> logger) : BackgroundService
{
    /// <summary>Longest pause between two looks.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>How many attempts of one transport run at the same time.</summary>
    private const int AtOnce = 8;

    /// <summary>Takes what is due now and tries it; returns how many there were.</summary>
    public async Task<int> Look(CancellationToken ct)
    {
        var tried = 0;
        foreach (var transport in transports)
            while (await Claim(transport, AtOnce, ct) is { Count: > 0 } claimed)
            {
                await Task.WhenAll(claimed.Select(one => Try(transport, one)));
                tried += claimed.Count;
            }

        return tried;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(transports.Select(transport => Run(transport, stoppingToken)));

    private async Task Run(ITransport transport, CancellationToken stopping)
    {
        using var free = new SemaphoreSlim(AtOnce, AtOnce);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await free.WaitAsync(stopping);
                free.Release();
                // Only this loop takes turns, so what is free now stays free until it has claimed.
                var claimed = await Claim(transport, free.CurrentCount, stopping);
                foreach (var one in claimed)
                {
                    await free.WaitAsync(stopping);
                    _ = Turn(transport, one, free);
                }

                if (claimed.Count == 0)
                    await Task.Delay(await Pause(transport, stopping), time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // The database may be away: everything stays due.
                LookFailed(exception);
                await Task.Delay(Longest, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // What is being sent is sent, and its result kept; an attempt lasts seconds.
        for (var i = 0; i < AtOnce; i++)
            await free.WaitAsync(CancellationToken.None);
    }

    private async Task Turn(ITransport transport, ClaimNotifications.Claimed claimed, SemaphoreSlim free)
    {
        await Try(transport, claimed);
        free.Release();
    }

    private async Task<IReadOnlyList<ClaimNotifications.Claimed>> Claim(ITransport transport, int limit, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        // Mostly there is nothing, and looking takes no transaction.
        if ((await ClaimNotifications.FindDue(scope.ServiceProvider.GetRequiredService<HubDb>(), transport.Name, clock.Now(), 1, ct)).Count == 0)
            return [];
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ClaimNotifications.Request(transport.Name, limit), ct);
    }

    private async Task Try(ITransport transport, ClaimNotifications.Claimed claimed)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var (message, instead) = await scope.ServiceProvider.GetRequiredService<LastLook>().At(claimed, CancellationToken.None);
            if ((instead ?? (message is null ? null : await Send(transport, message))) is not { } result)
                return;
            var isKept = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KeepResult.Request(claimed.Id, claimed.Claim, result), CancellationToken.None);
            meter.Notified(transport.Name, isKept ? result.Kind.ToString() : "Late");
        }
        catch (Exception exception)
        {
            // Its claim runs out, and it is tried again.
            TryFailed(claimed.Id, exception);
        }
    }

    private async Task<AttemptResult> Send(ITransport transport, Outbound message)
    {
        using var patience = new CancellationTokenSource(Sending.Patience, time);
        try
        {
            return await transport.Send(message, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return AttemptResult.Failed("timeout");
        }
        catch (Exception exception)
        {
            // Not the exception itself: its text may repeat an address.
            TransportFailed(transport.Name, exception.GetType().Name);
            return AttemptResult.Failed("fault");
        }
    }

    private async Task<TimeSpan> Pause(ITransport transport, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var next = await scope.ServiceProvider.GetRequiredService<HubDb>().Notifications.AsNoTracking()
            .Where(n => n.Transport == transport.Name && n.DueAt != null).MinAsync(n => n.DueAt, ct);
        var pause = next is { } at ? at - clock.Now() : Longest;
        return pause > Longest ? Longest : pause < TimeSpan.FromMilliseconds(20) ? TimeSpan.FromMilliseconds(20) : pause;
    }

    [LoggerMessage(1, LogLevel.Error, "Notifications that are due could not be looked for; they stay due.")]
    private partial void LookFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The attempt at notification {Notification} could not be kept; it is made again when its claim has run out.")]
    private partial void TryFailed(Guid notification, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "The transport {Transport} failed with {Fault}.")]
    private partial void TransportFailed(string transport, string fault);
}
