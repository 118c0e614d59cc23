using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>Announces to the tails of this process; with one node nothing else is needed.</summary>
internal sealed class InProcessAnnouncer(ChannelTails tails, ILogger<InProcessAnnouncer> logger) : IAnnouncer
{
    /// <inheritdoc/>
    public void Announce(IReadOnlyList<Hint> hints, IReadOnlyList<StoredEntry>? entries = null)
    {
        try
        {
            tails.Hear(hints, entries);
        }
        catch (Exception exception)
        {
            // The command is committed and must be answered as accepted; the poll finds what was not announced.
            logger.LogError(exception, "An announcement failed.");
        }
    }
}
