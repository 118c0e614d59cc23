using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.WaysIn;

public sealed class PasswordStrengthTests
{
    [Theory]
    [InlineData("rahasia123456")]
    [InlineData("Rahasia-2026!")]
    [InlineData("katasandi1234")]
    [InlineData("bismillah1234")]
    [InlineData("B1sm1ll4h-2025")]
    [InlineData("indonesiamerdeka")]
    [InlineData("IndonesiaMerdeka17081945")]
    [InlineData("sayangkamu123")]
    [InlineData("qwertyuiop123456")]
    [InlineData("abcdefghijklmnop")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("12345678901234567890")]
    [InlineData("lampunglampunglampung")]
    [InlineData("P@ssw0rd-P@ssw0rd")]
    [InlineData("persibbandung1933")]
    [InlineData("Timpora-Demo-1")]
    [InlineData("imigrasi-lampung-2026")]
    [InlineData("sri.wahyuni.1985")]
    [InlineData("wahyuni-sri-imigrasi-1")]
    [InlineData("pendek-7x")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("Q1w2e3r4t5y6")]
    [InlineData("finalfantasy")]
    [InlineData("ILoveMyFamily1")]
    [InlineData("mortalkombat99")]
    public void What_people_choose_most_is_weak(string password) => Assert.False(PasswordStrength.IsStrong(password, "sri.wahyuni", "Sri Wahyuni"), $"{PasswordStrength.Pieces(password, "sri.wahyuni", "Sri Wahyuni")} pieces");

    [Theory]
    [InlineData("kata sandi yang panjang")]
    [InlineData("kapal-jendela-sore-79")]
    [InlineData("durian melompat pagar hijau")]
    [InlineData("x7$kQ2v9Zm!a")]
    [InlineData("mesin ketik tua berdebu")]
    public void Four_things_that_do_not_belong_together_are_strong(string password) => Assert.True(PasswordStrength.IsStrong(password, "sri.wahyuni", "Sri Wahyuni"));

    [Fact]
    public async Task A_weak_password_is_refused_by_the_name_of_its_field()
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("petugas.kanim");
        foreach (var password in new[] { "", "pendek-7x", "rahasia123456", "petugas.kanim.imigrasi" })
            Assert.Equal(["password"], (await person.Refused(HttpMethod.Put, "/api/password", new { password, current = CommsApp.Password })).Errors!.Keys);
    }

    [Fact]
    public async Task Another_password_ends_what_is_signed_in_elsewhere()
    {
        await using var app = CommsApp.Start();
        using var person = await app.SignIn("petugas.kanim");
        using var elsewhere = await app.SignIn("petugas.kanim");
        using (var set = await person.Send(HttpMethod.Put, "/api/password", new { password = "kapal-jendela-sore-79", current = CommsApp.Password }))
            Assert.True(set.IsSuccessStatusCode);
        await person.Get<object>("/api/me");
        Assert.Equal("sign_in_required", (await elsewhere.Refused(HttpMethod.Get, "/api/me")).Code);
        using var again = await app.SignIn("petugas.kanim", "kapal-jendela-sore-79");
        Assert.Equal("sign_in_failed", (await elsewhere.Refused(HttpMethod.Post, "/api/session", new { userName = "petugas.kanim", password = CommsApp.Password })).Code);
    }
}
