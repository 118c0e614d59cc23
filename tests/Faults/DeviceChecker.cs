using Timpora.Comms.Channels;

namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// Judges one device: on each line, from the cursor that it asked from, one number after the other and each once; what came is what is
/// stored; nothing that was written after its member lost the channel.
/// </summary>
internal static class DeviceChecker
{
    public static IEnumerable<Violation> Check(DeviceJournal device, History history, Dictionary<string, List<StoredEntry>> log, HashSet<string> broken) =>
        device.Events.GroupBy(e => e.Channel).SelectMany(channel =>
        {
            var end = history.Channels.FirstOrDefault(c => c.Slug == channel.Key) ?? new ChannelEnd(channel.Key, "", 0, []);
            var loss = history.Losses.FirstOrDefault(l => l.Member == device.Member && l.Channel == channel.Key);
            var following = new Following(device, end, broken.Contains(channel.Key) ? null : log.GetValueOrDefault(channel.Key, []), loss, history);
            foreach (var happened in channel)
                following.See(happened);
            following.End();
            return following.Wrong;
        });

    private sealed class Following(DeviceJournal device, ChannelEnd end, List<StoredEntry>? log, Loss? loss, History history)
    {
        private readonly HashSet<long> missing = [];
        private readonly HashSet<long> has = [];
        private string epoch = "";
        private string asked = "";
        private long last;
        private long next = 1;
        private bool isRevoked;

        public List<Violation> Wrong { get; } = [];

        public void See(Event happened)
        {
            switch (happened)
            {
                case Subscribed cursor:
                    Settle();
                    if (cursor.Seq != last || (cursor.Epoch.Length > 0 && cursor.Epoch != epoch))
                        Is(Faults.Wrong.DeviceCursor, $"asked from #{cursor.Seq} and had #{last}");
                    (asked, next) = (cursor.Epoch, cursor.Seq + 1);
                    break;
                case Resynced:
                    Settle();
                    has.Clear();
                    (epoch, asked, last, next) = ("", "", 0, 1);
                    break;
                case Revoked:
                    isRevoked = true;
                    break;
                case Arrived arrived:
                    Order(arrived);
                    Content(arrived);
                    break;
            }
        }

        public void End()
        {
            Settle();
            if (!history.IsAtRest || isRevoked || loss is not null || log is null)
                return;
            if (epoch.Length > 0 && epoch != end.Epoch)
                Is(Faults.Wrong.DeviceEpoch, $"ends in epoch {epoch}, the channel is in {end.Epoch}");
            else if (has.Count < end.Head)
                Is(Faults.Wrong.DeviceBehind, $"has {has.Count} of {end.Head} entries");
        }

        private void Order(Arrived arrived)
        {
            if (asked.Length > 0 && arrived.Epoch != asked || epoch.Length > 0 && arrived.Epoch != epoch)
                Is(Faults.Wrong.DeviceEpoch, $"#{arrived.Seq} is of epoch {arrived.Epoch}, and the device was in {epoch}");
            (epoch, asked) = (arrived.Epoch, arrived.Epoch);
            if (arrived.Seq < next)
                Is(missing.Remove(arrived.Seq) ? Faults.Wrong.DeviceSwapped : Faults.Wrong.DeviceRepeated, $"was given #{arrived.Seq} after #{next - 1}");
            for (; next < arrived.Seq; next++)
                missing.Add(next);
            next = Math.Max(next, arrived.Seq + 1);
            has.Add(arrived.Seq);
            if (arrived.Seq == last + 1)
                last = arrived.Seq;
        }

        private void Content(Arrived arrived)
        {
            if (isRevoked)
                Is(Faults.Wrong.AfterRemoval, $"was given #{arrived.Seq} after it was told that the channel is lost");
            if (log is null || arrived.Epoch != end.Epoch)
                return;
            if (arrived.Seq > log.Count)
            {
                Is(Faults.Wrong.DeviceBeyondHead, $"was given #{arrived.Seq}, the log ends at {log.Count}");
                return;
            }

            var stored = log[(int)arrived.Seq - 1];
            if (arrived.Hash != Canonical.Base64(stored.Hash))
                Is(Faults.Wrong.DeviceHash, $"was given another #{arrived.Seq} than the stored one");
            if (loss is not null && stored.AclVersion >= loss.AccessVersion)
                Is(Faults.Wrong.AfterRemoval, $"was given #{arrived.Seq}, written after its member had lost the channel");
            else if (loss is null && history.MayRead(device.Member, stored) is { } may && may == (arrived.Kind == WireEntry.Withheld))
                Is(may ? Faults.Wrong.Concealed : Faults.Wrong.Revealed, $"was given #{arrived.Seq} {(may ? "as a stub" : "in full")}");
        }

        private void Settle()
        {
            if (missing.Count > 0)
                Is(Faults.Wrong.DeviceSkipped, $"was never given #{missing.Min()} on its line");
            missing.Clear();
        }

        private void Is(Wrong kind, string sentence) => Wrong.Add(new(kind, $"{device.Device} in {end.Slug} {sentence}"));
    }
}
