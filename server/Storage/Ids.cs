using System.Buffers.Binary;

namespace Timpora.Comms.Storage;

/// <summary>Ids of rows: UUIDv7 (RFC 9562), which rise with time and tell it.</summary>
public static class Ids
{
    /// <summary>
    /// Ids for rows that are written together, rising in their order: made one by one they would have no order within a millisecond, and lists
    /// go by ids.
    /// </summary>
    public static List<Guid> Rising(int count, DateTimeOffset now) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7(now)).Order()];

    /// <summary>When an id was made, to the millisecond.</summary>
    public static DateTimeOffset MadeAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }
}
