using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Timpora.Comms.Storage;

/// <summary>
/// Watches how much room the embedded database's volume has left. While it is less than the reserve, new alerts and messages are refused
/// before anything is written, so that answers, ladders and whoever empties the disk still find room. Looks once a second; a
/// command only reads a flag.
/// </summary>
public sealed partial class DiskSpace(string connectionString, IConfiguration configuration, TimeProvider time, ILogger<DiskSpace> logger) : BackgroundService, IHealthCheck
{
    /// <summary>Configuration key: the reserve in MiB. 0 keeps none. Default: 5 % of the volume, at most 512.</summary>
    public const string Key = "Storage:ReserveMiB";

    private const long MiB = 1 << 20;

    private static readonly TimeSpan pause = TimeSpan.FromSeconds(1);

    private readonly string? volume = Volume(connectionString);
    private readonly long? reserve = Configured(configuration[Key]);
    private volatile bool isShort;

    /// <summary>Whether people may post something new.</summary>
    public bool HasRoom => !isShort;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(isShort ? HealthCheckResult.Degraded("The disk is nearly full; new alerts and messages are refused.") : HealthCheckResult.Healthy());

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (volume is null)
            return;
        using var timer = new PeriodicTimer(pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        if (volume is null)
            return;
        var wasShort = isShort;
        try
        {
            var drive = new DriveInfo(volume);
            isShort = drive.AvailableFreeSpace < (reserve ?? Math.Min(drive.TotalSize / 20, 512 * MiB));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What cannot be seen refuses nobody: a disk that is really full still refuses by itself.
            if (wasShort)
                Unseen(exception);
            isShort = false;
        }

        if (isShort && !wasShort)
            Short();
        else if (wasShort && !isShort)
            Enough();
    }

    private static string? Volume(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (file is not { Length: > 0 } || file == ":memory:")
            return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        // Windows knows volumes by their roots only.
        return OperatingSystem.IsWindows() ? Path.GetPathRoot(folder) : folder;
    }

    private static long? Configured(string? text) => string.IsNullOrWhiteSpace(text)
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mib) && mib <= long.MaxValue / MiB
            ? mib * MiB
            : throw new InvalidOperationException($"{Key} must be a whole number of MiB.");

    [LoggerMessage(LogLevel.Error, "The disk is nearly full: new alerts and messages are refused until there is room again.")]
    private partial void Short();

    [LoggerMessage(LogLevel.Warning, "The disk has room again: new alerts and messages are accepted.")]
    private partial void Enough();

    [LoggerMessage(LogLevel.Warning, "How full the disk is cannot be read.")]
    private partial void Unseen(Exception exception);
}
