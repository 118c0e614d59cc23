using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>
/// Posts one alert right after the start and takes it back before the commit, so that the first real officer does not wait for
/// code to be compiled (measured: a cold post took 1-2 s, a warm one 0.1 s). Leaves nothing behind; a failure only costs the warmth.
/// </summary>
public sealed partial class WarmUp(IServiceScopeFactory scopes, WriteGate gate, IConfiguration configuration, IHostApplicationLifetime life, ILogger<WarmUp> logger)
    : BackgroundService
{
    /// <summary>Configuration key; <c>false</c> leaves it out.</summary>
    public const string Key = "WarmUp";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue(Key, defaultValue: true))
            return;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            await Post(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(exception);
        }
    }

    private async Task Post(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<HubDb>();
        var organisation = services.GetRequiredService<Organisation>();
        var officer = await db.Users.AsNoTracking().Where(m => m.RemovedAt == null && (m.Roles & Roles.Officer) != 0).Select(m => m.Id).FirstOrDefaultAsync(ct);
        if (officer == Guid.Empty || organisation.CaseTypes.FirstOrDefault(t => t is { IsNamedByPoster: false, NeedsGround: false }) is not { } caseType)
            return;
        services.GetRequiredService<Caller>().Is(officer);
        var request = new PostAlert.Request(
            Guid.CreateVersion7(), organisation.DefaultChannel(caseType, organisation.Regions[0]), caseType.Code, caseType.Level, "Pemanasan", "Pemanasan", organisation.Regions[0],
            null, null, null, null, null, nameof(AlertStatus.Exercise), null, null, null);
        using (await gate.Enter(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // The handler itself, without the pipeline: that would commit and announce.
            await services.GetRequiredService<IRequestHandler<PostAlert.Request, PostAlert.Response>>().Handle(request, ct);
            await transaction.RollbackAsync(ct);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Warming up failed; the first requests will be slower.")]
    private partial void Failed(Exception exception);
}
