using System.Text;
using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>Nothing of a case, and nobody's name, leaves the hub: canaries planted in everything that people write, and looked for in everything that was sent.</summary>
public sealed class NothingOfTheCaseTests
{
    private static readonly string[] canaries =
        ["KenariJudul", "KenariCerita", "KenariAlamat", "KenariPesan", "KenariRinci", "TPPO", "OPGAB", "18.71", "Rajabasa", "Lampung", "Kritis", "Mendesak", "Polresta", "Kepolisian", "Imigrasi", "opgab", "petugas.kanim", "-5.36"];

    [Theory]
    [InlineData("Actual")]
    [InlineData("Exercise")]
    public async Task No_payload_carries_any_of_it(string status)
    {
        await using var outside = await Outside.Start();
        foreach (var who in new[] { "penghubung.kanim", "kepala.kanim", "penghubung.dinsos", "penghubung.uptdppa", "sekretariat.timpora", "ketua.timpora" })
            await outside.App.IsReachedAt(who, $"{who[..4]}.{Guid.CreateVersion7():N}@uji.example", "+62811" + Random.Shared.Next(1_000_000, 9_999_999));
        var report = Reports.HoldingHouse(status == "Exercise" ? "latihan" : "tppo").But(("level", "Kritis"), ("status", status), ("headline", "KenariJudul di Rajabasa"), ("narrative", "KenariCerita tentang rumah itu."),
            ("location", new { lat = -5.36, lon = 105.24, address = "KenariAlamat 7" }), ("details", new { note = "KenariRinci" }));
        var alert = (await outside.App.OfficerPosts(report)).Id;
        await outside.App.Writes("petugas.kanim", alert, "KenariPesan dari lapangan.");
        for (var i = 0; i < 20; i++)
        {
            await outside.App.MinutesPass(1);
            await outside.SecondsPass(2);
        }

        Assert.True(outside.Mail.Letters.Count >= 8 && outside.Sms.Requests.Count >= 8, $"{outside.Mail.Letters.Count} letters, {outside.Sms.Requests.Count} messages");
        var names = (await outside.App.Read(db => Task.FromResult(db.Users.Select(m => m.Name).ToList()))).Append(alert.ToString()).Append(alert.ToString("N"));
        // The receiving side's own address is all that may name a person.
        var said = outside.Mail.Letters.Select(l => string.Join('\n', l.Text.Split("\r\n").Where(line => !line.StartsWith("To:", StringComparison.Ordinal))))
            .Concat(outside.Sms.Requests.Select(r => r.Text + r.Id)).Append(string.Join('\n', outside.Sms.Requests.Select(r => Encoding.UTF8.GetString(r.Body))));
        // A secret may spell anything.
        foreach (var text in said.Select(text => Regex.Replace(text, "(?<=/#/buka/)[A-Za-z0-9_-]{22}", "")))
            Assert.All(canaries.Concat(names), canary => Assert.DoesNotContain(canary, text, StringComparison.OrdinalIgnoreCase));
        // Every text is the same but for its link.
        Assert.Single(outside.Sms.Requests.Select(r => r.Text[..r.Text.IndexOf("/#/", StringComparison.Ordinal)]).Distinct());
        Assert.Single(outside.Mail.Letters.Select(l => l.Header("Subject")).Distinct());
        Assert.All(outside.Sms.Requests, r => Assert.InRange(Encoding.UTF8.GetByteCount(r.Text), 1, 200));
    }
}
