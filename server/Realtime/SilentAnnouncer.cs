using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

internal sealed class SilentAnnouncer : IAnnouncer
{
    public void Announce(IReadOnlyList<Hint> hints)
    {
    }
}
