using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MailKit.Security;
using MimeKit;

namespace Timpora.Comms.Notifications;

/// <summary>
/// Which transports leave the hub, from <c>Notifications:Email</c> and <c>Notifications:Sms</c>; none by default. Half a configuration is refused at start, by the names of its keys and never by their values.
/// </summary>
public sealed record NotificationOptions(Uri? PublicAddress, NotificationOptions.Mail? Email, NotificationOptions.Gateway? Sms)
{
    /// <summary>Where people reach the page, for the links: <c>https://host</c>.</summary>
    public const string AddressKey = "Hub:PublicAddress";

    private const string EmailKey = "Notifications:Email", SmsKey = "Notifications:Sms";

    /// <summary>The gateway's body unless another is configured.</summary>
    private const string DefaultTemplate = """{"id":"{id}","to":"{to}","text":"{text}"}""";

    /// <summary>An SMTP server. With <paramref name="TrustedRoot"/> its certificate must come from that authority, as in a closed network.</summary>
    public sealed record Mail(string Host, int Port, SecureSocketOptions Security, string? UserName, string? Password, MailboxAddress From, string? TrustedRoot);

    /// <summary>An SMS gateway: where to, the secret that signs, and the body with its places.</summary>
    public sealed record Gateway(Uri Url, byte[] Secret, string Template);

    /// <summary>Whether this transport leaves the hub.</summary>
    public bool Has(string transport) => transport switch { Transports.Email => Email is not null, Transports.Sms => Sms is not null, _ => false };

    /// <summary>Reads and checks the configuration.</summary>
    public static NotificationOptions From(IConfiguration configuration)
    {
        var options = new NotificationOptions(
            configuration[AddressKey] is { Length: > 0 } address ? Address(address) : null, EmailFrom(configuration.GetSection(EmailKey)), SmsFrom(configuration.GetSection(SmsKey)));
        return options.PublicAddress is null && (options.Email ?? (object?)options.Sms) is not null
            ? throw Wrong(AddressKey, "must be set when notifications leave the hub: their links lead there") : options;
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && IsSafe(address) && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? address : throw Wrong(AddressKey, "must be https://host without a path");

    private static Mail? EmailFrom(IConfigurationSection section)
    {
        if (!section.Exists())
            return null;
        var host = Needed(section, "Host");
        var security = section["Security"] ?? "StartTls";
        var mail = new Mail(
            host,
            int.TryParse(section["Port"] ?? "587", NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : throw Wrong($"{EmailKey}:Port", "is no port"),
            security switch { "StartTls" => SecureSocketOptions.StartTls, "Tls" => SecureSocketOptions.SslOnConnect, "None" => SecureSocketOptions.None, _ => throw Wrong($"{EmailKey}:Security", "must be StartTls, Tls or None") },
            section["UserName"] is { Length: > 0 } name ? name : null, Secret(section, "Password"),
            MailboxAddress.TryParse(Needed(section, "From"), out var from) ? from : throw Wrong($"{EmailKey}:From", "is no e-mail address"),
            section["TrustedRoot"] is { Length: > 0 } root ? File.ReadAllText(root) : null);
        if ((mail.UserName is null) != (mail.Password is null))
            throw Wrong(EmailKey, "needs UserName and Password together, or neither");
        if (mail is { Security: SecureSocketOptions.None, Password: not null } && !IsThisMachine(host))
            throw Wrong($"{EmailKey}:Security", "must not be None with a password: it would be readable on its way");
        return mail;
    }

    private static Gateway? SmsFrom(IConfigurationSection section)
    {
        if (!section.Exists())
            return null;
        var url = Uri.TryCreate(Needed(section, "Url"), UriKind.Absolute, out var given) && IsSafe(given) ? given : throw Wrong($"{SmsKey}:Url", "must be https, or http on this machine");
        var secret = Encoding.UTF8.GetBytes(Secret(section, "Secret") ?? throw Wrong($"{SmsKey}:Secret", "must be set, or SecretFile"));
        if (secret.Length < 16)
            throw Wrong($"{SmsKey}:Secret", "must be at least 16 characters long");
        var template = section["Template"] is { Length: > 0 } set ? set : DefaultTemplate;
        return IsTemplate(template) ? new Gateway(url, secret, template) : throw Wrong($"{SmsKey}:Template", "must be JSON with the places {to} and {text} inside strings");
    }

    private static bool IsTemplate(string template)
    {
        try
        {
            return JsonNode.Parse(template) is JsonObject && template.Contains("{to}", StringComparison.Ordinal) && template.Contains("{text}", StringComparison.Ordinal);
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    // From a file, so that it need not stand among the settings; the last line's end is not part of it.
    private static string? Secret(IConfigurationSection section, string key) =>
        section[key + "File"] is { Length: > 0 } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : section[key] is { Length: > 0 } secret ? secret : null;

    private static string Needed(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } value ? value : throw Wrong($"{section.Path}:{key}", "must be set");

    private static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static bool IsThisMachine(string host) => Uri.TryCreate($"http://{host}", UriKind.Absolute, out var address) && address.IsLoopback;

    private static InvalidOperationException Wrong(string key, string what) => new($"{key} {what}.");
}
