using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Timpora.Comms.Pipeline;

/// <summary>Listens to this hub's instruments and writes them in Prometheus' text format (version 0.0.4).</summary>
public sealed class MetricsText : IDisposable
{
    private static readonly double[] bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly ConcurrentDictionary<string, Series> all = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();

    /// <summary>Listens to the meters that this factory made: several hubs may share a process.</summary>
    public MetricsText(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == HubMeter.Name && instrument.Meter.Scope == factory)
                to.EnableMeasurementEvents(instrument, all.GetOrAdd(instrument.Name, _ => new Series(instrument)));
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, series) => ((Series)series!).Take(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, series) => ((Series)series!).Take(value, tags));
        listener.Start();
    }

    /// <summary>Everything as it stands now.</summary>
    public string Write()
    {
        lock (gate)
        {
            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var series in all.Values.OrderBy(s => s.Name, StringComparer.Ordinal))
                series.Write(text);
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private sealed class Series(Instrument instrument)
    {
        private readonly bool isHistogram = instrument is Histogram<double>;
        private readonly bool isCounter = instrument is Counter<long> or ObservableCounter<long>;
        private readonly ConcurrentDictionary<string, double> values = new(StringComparer.Ordinal);
        private readonly long[] buckets = new long[bounds.Length + 1];
        private readonly Lock gate = new();
        private double sum;

        public string Name { get; } = instrument.Name;

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (gate)
            {
                if (isHistogram)
                {
                    var bucket = Array.BinarySearch(bounds, value);
                    buckets[bucket < 0 ? ~bucket : bucket]++;
                    sum += value;
                }
                else
                {
                    var labels = tags.Length == 0 ? "" : Labels(tags);
                    values[labels] = instrument.IsObservable ? value : values.GetValueOrDefault(labels) + value;
                }
            }
        }

        public void Write(StringBuilder text)
        {
            lock (gate)
            {
                var name = isCounter ? Name + "_total" : Name;
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {(isHistogram ? "histogram" : isCounter ? "counter" : "gauge")}\n");
                foreach (var (labels, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
                    text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
                if (!isHistogram)
                    return;
                var count = 0L;
                for (var i = 0; i < buckets.Length; i++)
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{(i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf")}\"}} {count += buckets[i]}\n");
                text.Append(CultureInfo.InvariantCulture, $"{name}_sum {sum}\n{name}_count {count}\n");
            }
        }

        // Labels are the hub's own words, such as a level's number; nothing in them needs escaping.
        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = new StringBuilder("{");
            foreach (var (name, value) in tags)
                text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 1 ? "," : "")}{name}=\"{value}\"");
            return text.Append('}').ToString();
        }
    }
}
