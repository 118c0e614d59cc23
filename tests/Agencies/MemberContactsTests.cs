using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Agencies;

/// <summary>Where members are reached outside the hub: who sets it, who sees it, how it is kept.</summary>
public sealed class MemberContactsTests
{
    [Theory]
    [InlineData("081234567890", "+6281234567890")]
    [InlineData("0812-3456-7890", "+6281234567890")]
    [InlineData("+62 812 3456 7890", "+6281234567890")]
    [InlineData("62812.3456.7890", "+6281234567890")]
    [InlineData("+62 (0)812 3456 7890", "+6281234567890")]
    [InlineData("0062 812 3456 7890", "+6281234567890")]
    [InlineData("+65 8123 4567", "+6581234567")]
    [InlineData("0721 481234", null)]
    [InlineData("+62721481234", null)]
    [InlineData("812345678", null)]
    [InlineData("0812", null)]
    [InlineData("08123456789012345", null)]
    [InlineData("+628123456789a", null)]
    [InlineData("+6281234567890\r\nBcc: x", null)]
    [InlineData("", null)]
    public void A_mobile_number_is_kept_in_one_form(string typed, string? kept) => Assert.Equal(kept, Contacts.Mobile(typed));

    [Theory]
    [InlineData(" piket@polresta.example ", "piket@polresta.example")]
    [InlineData("a.b+c@sub.domain.id", "a.b+c@sub.domain.id")]
    [InlineData("piket@polresta", null)]
    [InlineData("piket", null)]
    [InlineData("Piket <piket@polresta.example>", null)]
    [InlineData("piket@polresta.example, lain@polresta.example", null)]
    [InlineData("piket@polresta.example\r\nBcc: x@y.example", null)]
    [InlineData("pikét@polresta.example", null)]
    public void An_address_is_one_plain_address(string typed, string? kept) => Assert.Equal(kept, Contacts.Email(typed));

    [Fact]
    public void An_address_has_a_longest_length() => Assert.Null(Contacts.Email(new string('a', 60) + "@" + string.Concat(Enumerable.Repeat("b234567890.", 20)) + "id"));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_member_sets_their_own_and_can_take_them_back(Database database)
    {
        await using var app = CommsApp.Start(database);
        await app.IsReachedAt("penghubung.polresta", "piket@polresta.example", "0812 3456 7890");
        Assert.Equal(new MemberContacts.Response("piket@polresta.example", "+6281234567890"), await Read(app, "penghubung.polresta", "penghubung.polresta"));
        await app.IsReachedAt("penghubung.polresta", "  ", null);
        Assert.Equal(new MemberContacts.Response(null, null), await Read(app, "penghubung.polresta", "penghubung.polresta"));
    }

    [Fact]
    public async Task The_agencys_admin_sets_them_and_nobody_else_does_or_sees_them()
    {
        await using var app = CommsApp.Start();
        await app.Hires("admin.polresta", "polresta", Roles.Admin);
        var path = $"/api/members/{await app.IdOf("penghubung.polresta")}/contacts";
        using var set = await (await app.As("admin.polresta")).Send(HttpMethod.Put, path, new { email = "piket@polresta.example", mobile = "081234567890" });
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal("+6281234567890", (await Read(app, "admin.polresta", "penghubung.polresta")).Mobile);

        foreach (var who in new[] { "kepala.polresta", "admin.kanim", "sekretariat.timpora", "ketua.timpora" })
        {
            Assert.Equal("not_permitted", (await (await app.As(who)).Refused(HttpMethod.Get, path)).Code);
            Assert.Equal("not_permitted", (await (await app.As(who)).Refused(HttpMethod.Put, path, new { email = "lain@polresta.example" })).Code);
            foreach (var list in new[] { "/api/members?limit=500", "/api/organisation", "/api/duty/roster", "/api/duty" })
            {
                using var answer = await (await app.As(who)).Send(HttpMethod.Get, list);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.DoesNotContain("piket@polresta", text, StringComparison.Ordinal);
                Assert.DoesNotContain("81234567890", text, StringComparison.Ordinal);
            }
        }

        using var anyone = app.Anyone();
        Assert.Equal("sign_in_required", (await anyone.Refused(HttpMethod.Get, path)).Code);
        await app.Removes("admin.polresta", "penghubung.polresta");
        Assert.Equal("not_found", (await (await app.As("admin.polresta")).Refused(HttpMethod.Get, path)).Code);
    }

    [Fact]
    public async Task What_is_no_contact_is_refused_without_being_repeated_and_no_second_copy_is_kept()
    {
        await using var app = CommsApp.Start();
        var (officer, path) = (await app.As("petugas.kanim"), $"/api/members/{await app.IdOf("petugas.kanim")}/contacts");
        var problem = await officer.Refused(HttpMethod.Put, path, new { email = "bukan-alamat", mobile = "0721 481234" });
        Assert.Equal(["email", "mobile"], problem.Errors!.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("481234", System.Text.Json.JsonSerializer.Serialize(problem), StringComparison.Ordinal);
        await app.IsReachedAt("petugas.kanim", "petugas@kanim.example", "081234567890");
        Assert.All(await app.Read(db => db.CommandResults.Select(r => r.Response).ToListAsync()), answer => Assert.DoesNotContain("81234567890", answer, StringComparison.Ordinal));
    }

    private static async Task<MemberContacts.Response> Read(CommsApp app, string who, string whose) =>
        await (await app.As(who)).Get<MemberContacts.Response>($"/api/members/{await app.IdOf(whose)}/contacts");
}
