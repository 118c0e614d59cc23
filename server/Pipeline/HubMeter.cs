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
    private readonly Histogram<double> commits;

    /// <summary>Makes the instruments of one hub.</summary>
    public HubMeter(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        entries = meter.CreateCounter<long>("timpora_entries_appended", null, "Entries appended to channels by this node.");
        commits = meter.CreateHistogram<double>("timpora_commit_seconds", "s", "Time a command's commit took.");
    }

    /// <summary>Entries a committed command has appended.</summary>
    public void Appended(int count) => entries.Add(count);

    /// <summary>How long the database took to commit a command.</summary>
    public void Committed(TimeSpan took) => commits.Record(took.TotalSeconds);

    /// <summary>A number that only rises, read when asked for.</summary>
    public void Count(string name, string description, Func<IEnumerable<Measurement<long>>> read) => meter.CreateObservableCounter(name, read, null, description);

    /// <summary>A number that rises and falls, read when asked for.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<double>>> read) => meter.CreateObservableGauge(name, read, null, description);
}
