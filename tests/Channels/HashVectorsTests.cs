using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Timpora.Comms.Channels;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Channels;

/// <summary>
/// The published vectors (docs/hash-vectors.json, made by another program): whoever reads them can recompute our log. A change
/// here would break every hash ever written.
/// </summary>
public class HashVectorsTests
{
    private static readonly JsonElement vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "hash-vectors.json"))).RootElement;

    [Fact]
    public void Values_are_written_and_hashed_as_published()
    {
        Assert.All(vectors.GetProperty("canonical").EnumerateArray(), vector =>
        {
            var canonical = Canonical.Write(Value(vector.GetProperty("value")));
            Assert.Equal(vector.GetProperty("canonical").GetString(), canonical);
            Assert.Equal(vector.GetProperty("sha256").GetString(), Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        });
        Assert.NotEmpty(vectors.GetProperty("canonical").EnumerateArray());
    }

    [Fact]
    public void Commitments_are_made_as_published()
    {
        Assert.All(vectors.GetProperty("commitments").EnumerateArray(), vector => Assert.Equal(
            vector.GetProperty("commit").GetString(),
            Canonical.Commit(Base64Url.DecodeFromChars(vector.GetProperty("salt").GetString()), vector.GetProperty("value").GetString()!)));
        Assert.NotEmpty(vectors.GetProperty("commitments").EnumerateArray());
    }

    [Fact]
    public void The_chain_of_entries_is_made_as_published()
    {
        var chain = vectors.GetProperty("chain");
        var prev = Canonical.Genesis;
        foreach (var vector in chain.GetProperty("entries").EnumerateArray())
        {
            var entry = vector.GetProperty("entry");
            var canonical = Canonical.Entry(
                entry.GetProperty("actor").GetString(), entry.TryGetProperty("alertId", out var alert) ? alert.GetGuid() : null, entry.GetProperty("at").GetString()!,
                chain.GetProperty("channel").GetString()!, Canonical.Write(Value(entry.GetProperty("data"))), chain.GetProperty("epoch").GetString()!,
                entry.GetProperty("kind").GetString()!, entry.GetProperty("seq").GetInt64());
            Assert.Equal(vector.GetProperty("canonical").GetString(), canonical);
            Assert.Equal(entry.GetProperty("prevHash").GetString(), Canonical.Base64(prev));
            prev = Canonical.Hash(prev, canonical);
            Assert.Equal(entry.GetProperty("hash").GetString(), Canonical.Base64(prev));
        }

        Assert.Equal(3, chain.GetProperty("entries").GetArrayLength());
    }

    /// <summary>The rule in the fewest words, without any of our code: a stranger needs no more than this.</summary>
    [Fact]
    public void A_stranger_can_recompute_the_chain_and_open_its_commitments()
    {
        var prev = new byte[32];
        foreach (var vector in vectors.GetProperty("chain").GetProperty("entries").EnumerateArray())
        {
            var entry = vector.GetProperty("entry");
            Assert.Equal(prev, Base64Url.DecodeFromChars(entry.GetProperty("prevHash").GetString()));
            prev = SHA256.HashData([.. prev, .. Encoding.UTF8.GetBytes(vector.GetProperty("canonical").GetString()!)]);
            Assert.Equal(prev, Base64Url.DecodeFromChars(entry.GetProperty("hash").GetString()));
            foreach (var reveal in entry.TryGetProperty("reveal", out var all) ? all.EnumerateObject() : default)
                Assert.Equal(
                    Base64Url.DecodeFromChars(entry.GetProperty("data").GetProperty(reveal.Name).GetProperty("commit").GetString()),
                    SHA256.HashData([
                        .. Base64Url.DecodeFromChars(reveal.Value.GetProperty("salt").GetString()), .. Encoding.UTF8.GetBytes(reveal.Value.GetProperty("value").GetString()!)]));
        }
    }

    private static object Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetInt64(),
        _ => element.GetBoolean(),
    };

}
