namespace Timpora.Comms.Realtime;

/// <summary>
/// Lets a few lines at a time be opened and subscribed. When hundreds of clients come back at once they wait here, where it costs nothing, and not for
/// the database's connections, where whoever posts would wait behind them and all would run out of time together (F12).
/// </summary>
internal sealed class Admission : IDisposable
{
    /// <summary>How many at a time: enough to keep a database busy, and few beside its connections.</summary>
    public const int AtOnce = 8;

    private readonly SemaphoreSlim seats = new(AtOnce, AtOnce);

    /// <summary>Waits for a seat; it is given back by disposing.</summary>
    public async Task<Seat> Enter(CancellationToken ct)
    {
        await seats.WaitAsync(ct);
        return new Seat(seats);
    }

    /// <inheritdoc/>
    public void Dispose() => seats.Dispose();

    /// <summary>One of them.</summary>
    internal sealed class Seat(SemaphoreSlim seats) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => seats.Release();
    }
}
