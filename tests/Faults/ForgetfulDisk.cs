namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// What is left of some files when the power goes: of each, what was synced, and of what was written since nothing, or some pieces in no
/// order. Names of files count as safe; the suite looks after those itself.
/// </summary>
public sealed class ForgetfulDisk
{
    private readonly Dictionary<string, Stored> files = [];
    private long written;

    /// <summary>Pieces of this file that were written and not synced yet.</summary>
    public int Unsynced(string file) => files.TryGetValue(file, out var stored) ? stored.Since.Count : 0;

    /// <summary>A file that was there, and safe, before.</summary>
    public void Holds(string file) => Of(file).Write(0, File.ReadAllBytes(file));

    /// <summary>A piece was written.</summary>
    public void Wrote(string file, long at, byte[] piece) => Of(file).Since.Add((written++, at, piece));

    /// <summary>The file was cut to a length.</summary>
    public void Truncated(string file, long length) => Of(file).Since.Add((written++, length, null));

    /// <summary>A sync begins: it covers what was written until now.</summary>
    public long SyncBegins() => written;

    /// <summary>A sync has ended.</summary>
    public void Synced(string file, long upTo)
    {
        var stored = Of(file);
        foreach (var (_, at, piece) in stored.Since.TakeWhile(w => w.No < upTo))
            stored.Write(at, piece);
        stored.Since.RemoveAll(w => w.No < upTo);
    }

    /// <summary>The power goes: writes what is left into a folder. With <paramref name="random"/> each unsynced piece may have reached the disk or not.</summary>
    public void PowerCut(string folder, Random? random = null)
    {
        foreach (var (file, stored) in files)
        {
            var left = stored.Copy();
            foreach (var (_, at, piece) in stored.Since.Where(_ => random?.Next(2) == 0))
                left.Write(at, piece);
            left.WriteTo(Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private Stored Of(string file) => files.TryGetValue(file, out var stored) ? stored : files[file] = new Stored();

    private sealed class Stored
    {
        private byte[] safe = [];
        private int length;

        public List<(long No, long At, byte[]? Piece)> Since { get; } = [];

        public void Write(long at, byte[]? piece)
        {
            var end = (int)at + (piece?.Length ?? 0);
            if (end > safe.Length)
                Array.Resize(ref safe, Math.Max(end, safe.Length * 2));
            if (piece is null)
            {
                if (end < length)
                    Array.Clear(safe, end, length - end);
                length = end;
                return;
            }

            piece.CopyTo(safe, (int)at);
            length = Math.Max(length, end);
        }

        public Stored Copy() => new() { safe = (byte[])safe.Clone(), length = length };

        public void WriteTo(string file)
        {
            using var target = new FileStream(file, FileMode.Create);
            target.Write(safe, 0, length);
        }
    }
}
