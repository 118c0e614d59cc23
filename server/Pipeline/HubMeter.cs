using System.Diagnostics.Metrics;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// The hub's instruments. No label ever carries an id, a name or anything of a case. What is counted per delivery is counted in plain
/// fields and only read when somebody asks.
/// </summary>
public sealed class HubMeter
{
    /// <summary>Name of the meter; instruments begin with <c>timpora</c>.</summary>
    public const string Name = "Timpora.Comms";

    private readonly Meter meter;
    private readonly Counter<long> entries;
    private readonly Counter<long> resumes;
    private readonly Counter<long> resyncs;
    private readonly Histogram<double> commits;
    private readonly Histogram<double> lags;
    private readonly Histogram<double> lateness;
    private readonly Counter<long> attempts;

    /// <summary>Makes the instruments of one hub.</summary>
    public HubMeter(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        entries = meter.CreateCounter<long>("timpora_entries_appended", null, "Entries appended to channels by this node.");
        attempts = meter.CreateCounter<long>("timpora_notification_attempts", null, "Notifications this node took up, by transport and what came of it.");
        commits = meter.CreateHistogram<double>("timpora_commit_seconds", "s", "Time a command's commit took.");
        resumes = meter.CreateCounter<long>("timpora_resumes", null, "Times a device went on from its cursor.");
        resyncs = meter.CreateCounter<long>("timpora_resyncs", null, "Times a device was told to start anew.");
        lags = meter.CreateHistogram<double>("timpora_hint_lag_seconds", "s", "Age of an entry when this node had read it for its members.");
        lateness = meter.CreateHistogram<double>("timpora_escalation_lateness_seconds", "s", "How long after it fell due a move of a ladder was made by this node.");
    }

    /// <summary>Entries a committed command has appended.</summary>
    public void Appended(int count) => entries.Add(count);

    /// <summary>How long the database took to commit a command.</summary>
    public void Committed(TimeSpan took) => commits.Record(took.TotalSeconds);

    /// <summary>A device followed a channel from its cursor on.</summary>
    public void Resumed() => resumes.Add(1);

    /// <summary>A device's cursor was of no use.</summary>
    public void ToldToResync() => resyncs.Add(1);

    /// <summary>A node has read what was written; clocks that differ a little make no time run backwards.</summary>
    public void HasRead(TimeSpan old) => lags.Record(Math.Max(0, old.TotalSeconds));

    /// <summary>A ladder's move was made that long after it fell due.</summary>
    public void Moved(TimeSpan late) => lateness.Record(Math.Max(0, late.TotalSeconds));

    /// <summary>What came of a notification that this node took up.</summary>
    public void Notified(string transport, string result) => attempts.Add(1, new("transport", transport), new("result", result));

    /// <summary>A number that only rises, read when asked for.</summary>
    public void Count(string name, string description, Func<IEnumerable<Measurement<long>>> read) => meter.CreateObservableCounter(name, read, null, description);

    /// <summary>A number that rises and falls, read when asked for.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<double>>> read) => meter.CreateObservableGauge(name, read, null, description);
}
