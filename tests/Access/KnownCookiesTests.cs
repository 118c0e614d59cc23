using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Time.Testing;
using Timpora.Comms.Access;
using Xunit;

namespace Timpora.Comms.Tests.Access;

public sealed class KnownCookiesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Opener opener = new();
    private readonly KnownCookies cookies;

    public KnownCookiesTests() => cookies = new(opener, time);

    [Fact]
    public void A_cookie_is_opened_once_while_it_is_in_use()
    {
        var first = cookies.Unprotect("a");
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromMinutes(4));
            Assert.Same(first, cookies.Unprotect("a"));
        }

        Assert.Equal(["a"], opener.Opened);
    }

    [Fact]
    public void What_nobody_brings_any_more_is_forgotten()
    {
        cookies.Unprotect("a");
        time.Advance(2 * KnownCookies.Remembered);
        cookies.Unprotect("a");
        Assert.Equal(["a", "a"], opener.Opened);

        // Also where others keep coming.
        for (var i = 0; i < 3; i++)
        {
            time.Advance(KnownCookies.Remembered);
            cookies.Unprotect("b");
        }

        cookies.Unprotect("a");
        Assert.Equal(["a", "a", "b", "a"], opener.Opened);
    }

    [Fact]
    public void What_is_no_cookie_of_ours_is_asked_anew_each_time_and_nothing_is_kept_of_it()
    {
        Assert.Null(cookies.Unprotect("bad"));
        opener.Knows = true;
        Assert.NotNull(cookies.Unprotect("bad"));
    }

    [Fact]
    public void A_purpose_is_another_question()
    {
        cookies.Unprotect("a");
        cookies.Unprotect("a", "elsewhere");
        Assert.Equal(["a", "a for elsewhere"], opener.Opened);
    }

    private sealed class Opener : ISecureDataFormat<AuthenticationTicket>
    {
        public List<string> Opened { get; } = [];

        public bool Knows { get; set; }

        public string Protect(AuthenticationTicket data) => "";

        public string Protect(AuthenticationTicket data, string? purpose) => "";

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            Opened.Add(purpose is null ? protectedText! : $"{protectedText} for {purpose}");
            return protectedText == "bad" && !Knows ? null : new AuthenticationTicket(new ClaimsPrincipal(), "cookie");
        }
    }
}
