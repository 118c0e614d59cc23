using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Layout;

/// <summary>What the files of a deployment promise about encryption, secrets and logs. <see cref="LayoutTests"/> starts them.</summary>
public sealed partial class DeploymentFilesTests
{
    private static readonly string proxy = File("server", "Proxy", "nginx.conf"), compose = File("docker-compose.yml"), settings = File("server", "Proxy", "hub.env");

    private static string File(params string[] path) => System.IO.File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [Fact]
    public void Only_TLS_1_2_and_1_3_with_forward_secrecy_and_authenticated_encryption()
    {
        Assert.Equal(["TLSv1.2 TLSv1.3"], Values("ssl_protocols"));
        var suites = Assert.Single(Values("ssl_ciphers")).Split(':');
        Assert.All(suites, suite => Assert.Matches("^ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)$", suite));
        Assert.Equal(["off"], Values("ssl_session_tickets"));
    }

    /// <summary>Who comes without encryption is only shown the way to the other door.</summary>
    [Fact]
    public void Nothing_is_served_without_encryption()
    {
        var servers = proxy.Split("server {").Skip(1).ToList();
        Assert.Equal(2, servers.Count);
        foreach (var server in servers)
            Assert.NotEqual(Listens().Match(server).Groups[1].Value.Contains("ssl", StringComparison.Ordinal), Regex.IsMatch(server, @"^\s*listen [^;]*;\s*return 308 https://\$host\$request_uri;"));
        Assert.Equal(1, Values("listen").Count(v => v.Contains("ssl", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_container_gets_its_own_secrets_and_no_other()
    {
        var got = Secrets().Matches(compose).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(["ConnectionStrings__Hub", "tls_certificate, tls_key", "postgres_password"], got);
    }

    [Fact]
    public void Logs_are_one_JSON_object_a_line_with_the_time_in_UTC_or_with_its_offset()
    {
        Assert.Contains("\nLogging__Console__FormatterName=json\n", settings, StringComparison.Ordinal);
        Assert.Contains("\nLogging__Console__FormatterOptions__UseUtcTimestamp=true\n", settings, StringComparison.Ordinal);
        Assert.Contains("log_format plain escape=json '{\"at\":\"$time_iso8601\"", proxy, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\$(args|query_string|request_uri|request|http_cookie|request_body)\b", Assert.Single(Values("log_format")));
    }

    /// <summary>Nodes run as in Production unless a file says otherwise; none does.</summary>
    [Fact]
    public void Nothing_turns_on_what_is_for_developers() =>
        Assert.DoesNotMatch("(?i)ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT|DetailedErrors", compose + settings + File("server", "Dockerfile") + File("server", "appsettings.json"));

    private static List<string> Values(string name) => [.. Regex.Matches(proxy, $@"^\s*{name}\s+([^;]+);", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"listen ([^;]+);")]
    private static partial Regex Listens();

    [GeneratedRegex(@"^ +secrets: \[([^\]]+)\]", RegexOptions.Multiline)]
    private static partial Regex Secrets();
}
