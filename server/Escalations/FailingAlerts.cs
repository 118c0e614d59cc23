using System.Collections.Concurrent;

namespace Timpora.Comms.Escalations;

/// <summary>
/// Alerts whose due move failed. Each is tried again, later each time, so that a thing that cannot work neither spins nor keeps the
/// others waiting. Kept in memory: another node tries once more, and that is harmless.
/// </summary>
internal sealed class FailingAlerts
{
    /// <summary>Pause after the first failure; it doubles with each further one.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, Failure> failures = new();

    /// <summary>How many there are.</summary>
    public int Count => failures.Count;

    /// <summary>Which.</summary>
    public IReadOnlyList<Guid> Ids => [.. failures.Keys];

    /// <summary>When the first of them is tried again.</summary>
    public DateTimeOffset? NextAt => failures.Values.Select(f => (DateTimeOffset?)f.RetryAt).Min();

    /// <summary>Whether it is too early to try this one again; not when the clock was set back and would make it wait for hours.</summary>
    public bool Waits(Guid alert, DateTimeOffset now) => failures.TryGetValue(alert, out var failure) && now < failure.RetryAt && failure.RetryAt - now <= failure.Pause;

    /// <summary>It failed, once more.</summary>
    public void Failed(Guid alert, DateTimeOffset now) => failures.AddOrUpdate(alert, _ => new(now + First, First), (_, before) =>
    {
        var pause = before.Pause * 2 < Longest ? before.Pause * 2 : Longest;
        return new(now + pause, pause);
    });

    /// <summary>It worked.</summary>
    public void Worked(Guid alert) => failures.TryRemove(alert, out _);

    /// <summary>Forgets those with nothing due any more.</summary>
    public void KeepOnly(IReadOnlyCollection<Guid> due)
    {
        foreach (var alert in failures.Keys.Except(due))
            failures.TryRemove(alert, out _);
    }

    private sealed record Failure(DateTimeOffset RetryAt, TimeSpan Pause);
}
