using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>The two transports against real servers: encryption, signing in, templates.</summary>
public sealed class TransportTests
{
    private static readonly Outbound message = new(Guid.CreateVersion7(), "piket@uji.example", false, new Uri("https://timpora.example/#/buka/abc"), DateTimeOffset.Parse("2026-11-24T01:00:00Z"));

    [Fact]
    public async Task A_letter_goes_encrypted_with_an_account_to_a_server_whose_authority_is_known()
    {
        using var authority = Authority();
        using var certificate = Certificate("localhost", authority);
        await using var server = new MailServer(certificate, ("hub", "sandi-surat"));
        Assert.Equal(AttemptResult.Sent, await Send(server, ("Security", "StartTls"), ("UserName", "hub"), ("Password", "sandi-surat"), ("TrustedRoot", Pem(authority))));
        Assert.True(Assert.Single(server.Letters).IsEncrypted);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_gets_nothing()
    {
        using var authority = Authority();
        using var stranger = Authority();
        using var certificate = Certificate("localhost", stranger);
        await using var server = new MailServer(certificate);
        Assert.Equal(AttemptResult.Failed("smtp-tls"), await Send(server, ("Security", "StartTls"), ("TrustedRoot", Pem(authority))));
        Assert.Equal(AttemptResult.Failed("smtp-tls"), await Send(server, ("Security", "StartTls")));
        using var misnamed = Certificate("other.example", authority);
        await using var other = new MailServer(misnamed);
        Assert.Equal(AttemptResult.Failed("smtp-tls"), await Send(other, ("Security", "StartTls"), ("TrustedRoot", Pem(authority))));
        Assert.Empty(server.Letters.Concat(other.Letters));
    }

    /// <summary>A server, or somebody between, that hides STARTTLS does not get the letter in the clear.</summary>
    [Fact]
    public async Task A_server_without_encryption_gets_nothing_unless_that_was_said()
    {
        await using var server = new MailServer();
        Assert.Equal(AttemptResult.Failed("smtp-tls"), await Send(server, ("Security", "StartTls")));
        Assert.DoesNotContain(server.Heard, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_may_be_mended_and_is_tried_again()
    {
        await using var server = new MailServer(account: ("hub", "sandi-surat"));
        Assert.Equal(AttemptResult.Failed("smtp-sign-in"), await Send(server, ("UserName", "hub"), ("Password", "salah")));
    }

    [Fact]
    public async Task A_server_that_wants_an_account_when_none_is_set_is_tried_again()
    {
        await using var server = new MailServer(account: ("hub", "sandi-surat"));
        Assert.Equal(AttemptResult.Failed("smtp-sign-in"), await Send(server));
    }

    /// <summary>The sender is the operator's to mend, so even a final word about it is not the end.</summary>
    [Fact]
    public async Task A_sender_that_is_not_accepted_is_tried_again()
    {
        await using var server = new MailServer { ToSender = _ => "553 5.1.8 not from you" };
        Assert.Equal(AttemptResult.Failed("smtp-553"), await Send(server));
    }

    [Fact]
    public void A_template_is_filled_inside_its_strings_only()
    {
        const string template = """{"auth":{"key":"k"},"messages":[{"msisdn":"{to}","body":"TIMPORA {text}","ref":"{id}"}],"priority":9,"flash":true,"none":null}""";
        var filled = JsonElement.Parse(SmsTransport.Body(template, message with { To = "+62811\",\"x\":\"" }));
        var one = filled.GetProperty("messages")[0];
        Assert.Equal(("+62811\",\"x\":\"", message.Id.ToString(), 3), (one.GetProperty("msisdn").GetString(), one.GetProperty("ref").GetString(), one.EnumerateObject().Count()));
        Assert.Equal("TIMPORA Timpora.Comms: ada peringatan menunggu jawaban Anda. Buka: https://timpora.example/#/buka/abc", one.GetProperty("body").GetString());
        Assert.Equal((9, true, JsonValueKind.Null), (filled.GetProperty("priority").GetInt32(), filled.GetProperty("flash").GetBoolean(), filled.GetProperty("none").ValueKind));
    }

    /// <summary>Computed with another program (openssl dgst -sha256 -hmac).</summary>
    [Fact]
    public void The_signature_is_the_one_that_others_compute() => Assert.Equal(
        "db30b14f49a20f073ee3411ad9f643a32439f067b455e74ef4847a63327cbac2", SmsTransport.Sign("rahasia-gateway-1"u8.ToArray(), "1763946000", """{"to":"+628111000001"}"""u8.ToArray()));

    [Theory]
    [InlineData(HttpStatusCode.Accepted, AttemptKind.Sent)]
    [InlineData(HttpStatusCode.NotModified, AttemptKind.Refused)]
    [InlineData(HttpStatusCode.Forbidden, AttemptKind.Refused)]
    [InlineData(HttpStatusCode.RequestTimeout, AttemptKind.Failed)]
    [InlineData(HttpStatusCode.TooManyRequests, AttemptKind.Failed)]
    [InlineData(HttpStatusCode.BadGateway, AttemptKind.Failed)]
    public void A_status_says_whether_to_try_again(HttpStatusCode status, AttemptKind kind) => Assert.Equal(kind, SmsTransport.Of(status).Kind);

    private static async Task<AttemptResult> Send(MailServer server, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Hub:PublicAddress"] = "https://timpora.example", ["Notifications:Email:Host"] = "localhost", ["Notifications:Email:Port"] = $"{server.Port}",
            ["Notifications:Email:Security"] = "None", ["Notifications:Email:From"] = "hub@timpora.example",
        };
        foreach (var (key, value) in settings)
            all["Notifications:Email:" + key] = value;
        return await new EmailTransport(NotificationOptions.From(new ConfigurationBuilder().AddInMemoryCollection(all).Build())).Send(message, TestContext.Current.CancellationToken);
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Uji", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static X509Certificate2 Certificate(string host, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1), Encoding.ASCII.GetBytes(Guid.CreateVersion7().ToString("N")[..16]));
        return signed.CopyWithPrivateKey(key);
    }

    private static string Pem(X509Certificate2 authority)
    {
        var file = Path.Combine(Path.GetTempPath(), $"timpora-{authority.Thumbprint}.pem");
        File.WriteAllText(file, authority.ExportCertificatePem());
        return file;
    }
}
