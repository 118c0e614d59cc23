using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Says after a commit that channels have moved. Announcements may be lost, late or repeated: readers compare heads with the
/// database anyway, so nothing depends on one arriving. Never blocks and never throws.
/// </summary>
public interface IAnnouncer
{
    /// <summary>Announces the newest state of channels, on this node with <paramref name="entries"/> that came with it: who has them need not read them.</summary>
    void Announce(IReadOnlyList<Hint> hints, IReadOnlyList<StoredEntry>? entries = null);
}
