using System.Globalization;
using System.Text.Json;
using CsCheck;
using Timpora.Comms.Channels;
using Xunit;

namespace Timpora.Comms.Tests.Channels;

/// <summary>One value has one canonical text, and what has none is refused.</summary>
public class CanonicalTests
{
    public static TheoryData<object?> Outside => [(object?)null, 1.5, 1.0m, DateTimeOffset.UnixEpoch, 'c', (uint)1, "\ud800", "a\udc00", "\udc00\ud800"];

    [Theory]
    [MemberData(nameof(Outside))]
    public void What_lies_outside_the_subset_is_refused(object? value)
    {
        Assert.ThrowsAny<ArgumentException>(() => Canonical.Write(value!));
        Assert.ThrowsAny<ArgumentException>(() => Canonical.Write(new Dictionary<string, object> { ["deep"] = new List<object> { value! } }));
    }

    [Fact]
    public void A_key_with_a_lone_surrogate_is_refused() =>
        Assert.Throws<ArgumentException>(() => Canonical.Write(new Dictionary<string, object> { ["\ud800"] = 1 }));

    [Fact]
    public void The_order_of_insertion_does_not_matter() => Assert.Equal(
        Canonical.Write(new Dictionary<string, object> { ["b"] = 1, ["a"] = 2 }), Canonical.Write(new Dictionary<string, object> { ["a"] = 2, ["b"] = 1 }));

    /// <summary>Text of Indonesian, Turkish or Arabic machines: numbers and order must not follow the culture.</summary>
    [Theory]
    [InlineData("id-ID")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void No_culture_changes_it(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal("""{"I":-1234567,"i":1234567,"ı":true}""", Canonical.Write(new Dictionary<string, object> { ["i"] = 1234567, ["ı"] = true, ["I"] = -1234567L }));
            Assert.Equal("2026-01-02T03:04:05.000060Z", Canonical.Time(new DateTimeOffset(2026, 1, 2, 10, 4, 5, TimeSpan.FromHours(7)).AddTicks(600)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Any_text_comes_back_from_its_canonical_form() =>
        Gen.String.Where(s => !s.Any(char.IsSurrogate)).Sample(s => JsonSerializer.Deserialize<string>(Canonical.Write(s)) == s);

    [Fact]
    public void Other_content_has_another_hash()
    {
        var prev = Canonical.Genesis;
        string Text(string? actor = "a", Guid? alert = null, string at = "t", string channel = "c", string data = "{}", string epoch = "e", string kind = "k", long seq = 1) =>
            Canonical.Entry(actor, alert, at, channel, data, epoch, kind, seq);
        string[] all =
        [
            Text(), Text(actor: "b"), Text(alert: Guid.Empty), Text(at: "u"), Text(channel: "d"), Text(data: """{"a":1}"""), Text(epoch: "f"), Text(kind: "l"), Text(seq: 2),
        ];
        Assert.Equal(all.Length, all.Select(t => Canonical.Base64(Canonical.Hash(prev, t))).Append(Canonical.Base64(Canonical.Hash(prev, Text()))).Distinct().Count());
    }

    [Fact]
    public void An_entry_is_written_like_any_other_object()
    {
        var alert = Guid.CreateVersion7();
        Assert.Equal(
            Canonical.Write(new Dictionary<string, object>
            {
                ["seq"] = 7, ["kind"] = "k\"", ["epoch"] = "e", ["data"] = new Dictionary<string, object> { ["x"] = "y" }, ["channel"] = "c", ["at"] = "t",
                ["alertId"] = alert.ToString(), ["actor"] = "a",
            }),
            Canonical.Entry("a", alert, "t", "c", """{"x":"y"}""", "e", "k\"", 7));
    }
}
