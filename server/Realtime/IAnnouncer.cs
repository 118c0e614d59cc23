using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>
/// Says after a commit that channels have moved. Announcements may be lost, late or repeated: readers compare heads with the
/// database anyway, so nothing depends on one arriving. Never blocks and never throws.
/// </summary>
public interface IAnnouncer
{
    /// <summary>Announces the newest state of channels.</summary>
    void Announce(IReadOnlyList<Hint> hints);
}
