using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Storage;

/// <summary>What a backup says of itself: all that is needed to refuse it, or to check that it came back whole.</summary>
/// <param name="Product">Always <see cref="BackupFile.Product"/>.</param>
/// <param name="Format">Form of the file; another one is refused.</param>
/// <param name="Server">Version of the server that wrote it.</param>
/// <param name="Provider"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Migration">The newest migration of the database.</param>
/// <param name="At">When it was begun, by the machine's clock.</param>
/// <param name="Rows">Rows by table.</param>
/// <param name="Parts">What is in the file, in the order it has to be loaded in.</param>
public sealed record BackupManifest(
    string Product, int Format, string Server, string Provider, string Migration, DateTimeOffset At, IReadOnlyDictionary<string, long> Rows, IReadOnlyList<BackupPart> Parts);

/// <summary>One part: SQLite's whole database, or the columns of one table of PostgreSQL.</summary>
public sealed record BackupPart(string Name, string Sha256, IReadOnlyList<string> Columns);

/// <summary>A backup or a restore that is not made, and why. Nothing has changed.</summary>
public sealed class BackupRefusedException(Say why) : Exception($"{why.Id} / {why.En}");

/// <summary>
/// One file that holds a whole hub: a zip of parts with a manifest that names the SHA-256 of each. It takes its name only when it is on disk and
/// has been read back, so whatever bears the name is whole. It holds personal data: only its owner may read it.
/// </summary>
public static class BackupFile
{
    internal const string Product = "Timpora.Comms";
    internal const int Format = 1;

    private const string ManifestName = "manifest.json", SealName = "manifest.sha256", Unfinished = ".unfinished";

    /// <summary>Doors that were open when the backup was made: whoever gets hold of the file must not walk in, and a restore ends all sessions anyway.</summary>
    internal static readonly string[] LeftOut = ["sessions", "first_administrator_links", "data_protection_keys"];

    /// <summary>Writes a backup. <paramref name="fill"/> writes the parts and says what they are.</summary>
    public static async Task<BackupManifest> Write(string file, Func<Writer, Task<BackupManifest>> fill, CancellationToken ct)
    {
        if (File.Exists(file))
            throw new BackupRefusedException(new($"{file} sudah ada; cadangan tidak menimpa apa pun.", $"{file} exists already; a backup overwrites nothing."));
        var unfinished = file + Unfinished;
        try
        {
            BackupManifest manifest;
            await using (var target = Private(unfinished))
            {
                await using (var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
                {
                    var writer = new Writer(zip, unfinished, ct);
                    manifest = await fill(writer) with { Parts = writer.Parts };
                    var text = JsonSerializer.SerializeToUtf8Bytes(manifest, Json.Options);
                    await writer.Add(ManifestName, [], to => to.WriteAsync(text, ct).AsTask());
                    await writer.Add(SealName, [], to => to.WriteAsync(SHA256.HashData(text), ct).AsTask());
                }

                target.Flush(flushToDisk: true);
            }

            await using (await Read(unfinished, ct))
                File.Move(unfinished, file, overwrite: false);
            return manifest;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Opens a backup and reads it from end to end; refuses it when a single bit is not as it was written.</summary>
    public static async Task<Reader> Read(string file, CancellationToken ct)
    {
        var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            var reader = new Reader(await ZipArchive.CreateAsync(source, ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, ct));
            await reader.Check(ct);
            return reader;
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or EndOfStreamException)
        {
            await source.DisposeAsync();
            throw new BackupRefusedException(new($"{file} rusak atau bukan cadangan hub ini.", $"{file} is damaged or no backup of this hub."));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty file that only its owner may read; what an interrupted run has left under the name goes.</summary>
    internal static FileStream Private(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }

    /// <summary>Writes the parts of one backup.</summary>
    public sealed class Writer(ZipArchive zip, string file, CancellationToken ct)
    {
        /// <summary>What was written.</summary>
        internal List<BackupPart> Parts { get; } = [];

        /// <summary>Where a part may be made before it is added; on the same disk.</summary>
        internal string Scratch => file + ".part";

        /// <summary>Adds a part.</summary>
        public async Task Add(string name, IReadOnlyList<string> columns, Func<Stream, Task> write)
        {
            using var hash = SHA256.Create();
            await using (var hashed = new CryptoStream(await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct), hash, CryptoStreamMode.Write))
                await write(hashed);
            Parts.Add(new BackupPart(name, Convert.ToHexStringLower(hash.Hash!), columns));
        }
    }

    /// <summary>Reads the parts of one backup that is whole.</summary>
    public sealed class Reader(ZipArchive zip) : IAsyncDisposable
    {
        /// <summary>What it says of itself.</summary>
        public BackupManifest Manifest { get; private set; } = null!;

        /// <summary>Opens a part.</summary>
        public Task<Stream> Open(string name, CancellationToken ct) =>
            (zip.GetEntry(name) ?? throw new InvalidDataException($"There is no part {name}.")).OpenAsync(ct);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => zip.DisposeAsync();

        internal async Task Check(CancellationToken ct)
        {
            var text = await All(ManifestName, ct);
            var seal = await All(SealName, ct);
            if (!SHA256.HashData(text).AsSpan().SequenceEqual(seal))
                throw new InvalidDataException("The manifest is not the one that was written.");
            Manifest = JsonSerializer.Deserialize<BackupManifest>(text, Json.Options) ?? throw new InvalidDataException("There is no manifest.");
            if (Manifest is not { Product: Product, Format: Format })
                throw new InvalidDataException("It is of another product or form.");
            foreach (var part in Manifest.Parts)
            {
                await using var content = await Open(part.Name, ct);
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != part.Sha256)
                    throw new InvalidDataException($"Part {part.Name} is not the one that was written.");
            }
        }

        private async Task<byte[]> All(string name, CancellationToken ct)
        {
            await using var content = await Open(name, ct);
            using var all = new MemoryStream();
            await content.CopyToAsync(all, ct);
            return all.ToArray();
        }
    }
}
