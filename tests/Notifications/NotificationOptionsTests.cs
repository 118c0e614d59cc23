using Microsoft.Extensions.Configuration;
using Timpora.Comms.Notifications;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>Half a configuration is refused at start, and a secret is never repeated.</summary>
public sealed class NotificationOptionsTests
{
    private static readonly string[] email = ["Hub:PublicAddress=https://timpora.example", "Notifications:Email:Host=mail.example", "Notifications:Email:From=hub@timpora.example"];
    private static readonly string[] sms = ["Hub:PublicAddress=https://timpora.example", "Notifications:Sms:Url=https://gateway.example/send", "Notifications:Sms:Secret=cukup-panjang-rahasia"];

    [Fact]
    public void Nothing_leaves_by_default()
    {
        var options = From();
        Assert.False(options.Has("email") || options.Has("sms") || options.Has("desk"));
    }

    [Fact]
    public void A_mail_server_is_spoken_to_encrypted_unless_somebody_says_otherwise()
    {
        var options = From(email);
        Assert.Equal((587, MailKit.Security.SecureSocketOptions.StartTls, null), (options.Email!.Port, options.Email.Security, options.Email.UserName));
        Assert.True(options.Has("email"));
        Assert.False(options.Has("sms"));
    }

    [Fact]
    public void Secrets_can_stand_in_files()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "isi-berkas-rahasia\n");
            Assert.Equal("isi-berkas-rahasia", From([.. email, "Notifications:Email:UserName=hub", $"Notifications:Email:PasswordFile={file}"]).Email!.Password);
            Assert.Equal("isi-berkas-rahasia"u8.ToArray(), From([.. sms.SkipLast(1), $"Notifications:Sms:SecretFile={file}"]).Sms!.Secret);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Hub:PublicAddress", "")]
    [InlineData("Hub:PublicAddress", "http://timpora.example")]
    [InlineData("Hub:PublicAddress", "https://timpora.example/hub")]
    [InlineData("Notifications:Email:From", "bukan alamat")]
    [InlineData("Notifications:Email:From", "")]
    [InlineData("Notifications:Email:Host", "")]
    [InlineData("Notifications:Email:Port", "0")]
    [InlineData("Notifications:Email:Security", "Maybe")]
    [InlineData("Notifications:Email", "hub", "Notifications:Email:UserName=hub")]
    [InlineData("Notifications:Email:Security", "None", "Notifications:Email:UserName=hub", "Notifications:Email:Password=RahasiaSekali")]
    public void Half_a_mail_configuration_is_refused_by_the_name_of_its_key(string key, string value, params string[] more) =>
        Assert.StartsWith(key + " ", Refused([.. email, $"{key}={value}", .. more]), StringComparison.Ordinal);

    [Theory]
    [InlineData("Hub:PublicAddress", "")]
    [InlineData("Notifications:Sms:Url", "http://gateway.example/send")]
    [InlineData("Notifications:Sms:Url", "ftp://gateway.example")]
    [InlineData("Notifications:Sms:Secret", "")]
    [InlineData("Notifications:Sms:Secret", "pendek")]
    [InlineData("Notifications:Sms:Template", "to={to}&text={text}")]
    [InlineData("Notifications:Sms:Template", """{"to":"{to}"}""")]
    public void Half_a_gateway_is_refused_by_the_name_of_its_key(string key, string value) =>
        Assert.StartsWith(key + " ", Refused([.. sms, $"{key}={value}"]), StringComparison.Ordinal);

    [Fact]
    public void A_gateway_on_this_machine_needs_no_certificate() =>
        Assert.Equal("http://127.0.0.1:8080/kirim", From([.. sms, "Notifications:Sms:Url=http://127.0.0.1:8080/kirim"]).Sms!.Url.ToString());

    private static string Refused(string[] settings)
    {
        var message = Assert.Throws<InvalidOperationException>(() => From(settings)).Message;
        Assert.DoesNotContain("RahasiaSekali", message, StringComparison.Ordinal);
        Assert.DoesNotContain("pendek", message, StringComparison.Ordinal);
        return message;
    }

    private static NotificationOptions From(params string[] settings) => NotificationOptions.From(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).GroupBy(s => s[0]).ToDictionary(s => s.Key, s => (string?)s.Last()[1])).Build());
}
