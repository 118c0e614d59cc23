using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;
using Timpora.Comms.Storage;
using Xunit;

namespace Timpora.Comms.Tests.Support;

// Virtual time with the ladders under the test's hand.
public sealed partial class CommsApp
{
    private EscalationClock Engine => Services.GetRequiredService<EscalationClock>();

    /// <summary>Now, on the hub's clock.</summary>
    public DateTimeOffset Now => Services.GetRequiredService<HubClock>().Now();

    /// <summary>A hub whose clocks stand still and whose engine moves only when <see cref="MinutesPass"/>, so that every instant is exact.</summary>
    public static CommsApp StartInHand(Database database = Database.Sqlite, params (string Key, string? Value)[] settings) =>
        Start(database, virtualTime: true, inHand: true, settings: settings);

    /// <summary>The engine looks once, and makes every move that is due.</summary>
    public Task EngineLooks() => Engine.Scan(CancellationToken.None);

    /// <summary>The sender looks once and tries all that is due; returns how many there were.</summary>
    public Task<int> SenderLooks() => Services.GetRequiredService<NotificationSender>().Look(CancellationToken.None);

    /// <summary>A node takes what is due of a transport, and comes no further.</summary>
    public Task<IReadOnlyList<ClaimNotifications.Claimed>> Claims(string transport, int limit = 8) =>
        InScope(services => services.GetRequiredService<IMediator>().Send(new ClaimNotifications.Request(transport, limit)));

    /// <summary>The look right before sending.</summary>
    public Task<(Outbound? Message, AttemptResult? Instead)> LooksOnceMore(ClaimNotifications.Claimed claimed) =>
        InScope(services => services.GetRequiredService<LastLook>().At(claimed, CancellationToken.None));

    /// <summary>A node keeps what came of a notification it took; whether it was written.</summary>
    public Task<bool> KeepsResult(ClaimNotifications.Claimed claimed, AttemptResult result) =>
        InScope(services => services.GetRequiredService<IMediator>().Send(new KeepResult.Request(claimed.Id, claimed.Claim, result)));

    /// <summary>A transport sends, and nobody keeps what came of it.</summary>
    public Task<AttemptResult> Sends(string transport, Outbound message) => Services.GetServices<ITransport>().Single(t => t.Name == transport).Send(message, CancellationToken.None);

    private async Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    /// <summary>Minutes pass and the engine keeps up: it looks at the very instant each step falls due.</summary>
    public async Task MinutesPass(double minutes)
    {
        var until = Now + TimeSpan.FromMinutes(minutes);
        while (true)
        {
            await EngineLooks();
            var next = await Read(db => db.Obligations.AsNoTracking().Where(o => o.WakeAt != null).MinAsync(o => o.WakeAt));
            if (next is not { } at || at > until)
                break;
            Assert.True(at > Now, "The engine left something due.");
            time!.Advance(at - Now);
        }

        if (until > Now)
            time!.Advance(until - Now);
        await EngineLooks();
    }

    /// <summary>Minutes pass while the engine is down.</summary>
    public void MinutesPassUnseen(double minutes) => time!.Advance(TimeSpan.FromMinutes(minutes));

    /// <summary>As <see cref="MinutesPassUnseen"/>, and no beat of the hub comes in between: it costs nothing.</summary>
    public void MinutesAreGone(double minutes) => time!.Jump(TimeSpan.FromMinutes(minutes));

    /// <summary>Somebody sets the machine's wall clock; its steady counter goes on.</summary>
    public void WallClockSteps(TimeSpan by) => time!.WallError += by;
}
