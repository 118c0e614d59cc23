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
    private readonly Counter<long> delayedFrames;
    private readonly Counter<long> delayedCalls;
    private readonly Counter<long> refusedCalls;
    private readonly Counter<long> refusedRequests;
    private readonly Counter<long> refusedLines;

    /// <summary>Makes the instruments of one hub.</summary>
    public HubMeter(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        entries = meter.CreateCounter<long>("timpora_entries_appended", null, "Entries appended to channels by this node.");
        attempts = meter.CreateCounter<long>("timpora_notification_attempts", null, "Notifications this node took up, by transport and what came of it.");
        delayedFrames = meter.CreateCounter<long>("timpora_frames_delayed", null, "Times a connection was not read for a while because it had sent too many frames.");
        delayedCalls = meter.CreateCounter<long>("timpora_calls_delayed", null, "Calls over connections that waited for their turn.");
        refusedCalls = meter.CreateCounter<long>("timpora_calls_refused", null, "Calls over connections that were refused because their turn would have come too late.");
        refusedRequests = meter.CreateCounter<long>("timpora_requests_refused", null, "Requests refused because their member or address sent too many.");
        refusedLines = meter.CreateCounter<long>("timpora_connections_refused", null, "Connections refused because their member had as many as allowed.");
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

    /// <summary>A connection is not read for a while.</summary>
    public void DelayedFrames() => delayedFrames.Add(1);

    /// <summary>A call has to wait for its turn, and is served or refused then.</summary>
    public void Delayed(bool isServed) => (isServed ? delayedCalls : refusedCalls).Add(1);

    /// <summary>A request was one too many.</summary>
    public void RefusedRequest() => refusedRequests.Add(1);

    /// <summary>A connection was one too many.</summary>
    public void RefusedLine() => refusedLines.Add(1);

    /// <summary>A ladder's move was made that long after it fell due.</summary>
    public void Moved(TimeSpan late) => lateness.Record(Math.Max(0, late.TotalSeconds));

    /// <summary>What came of a notification that this node took up.</summary>
    public void Notified(string transport, string result) => attempts.Add(1, new("transport", transport), new("result", result));

    /// <summary>A number that only rises, read when asked for.</summary>
    public void Count(string name, string description, Func<IEnumerable<Measurement<long>>> read) => meter.CreateObservableCounter(name, read, null, description);

    /// <summary>A number that rises and falls, read when asked for.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<double>>> read) => meter.CreateObservableGauge(name, read, null, description);
}
