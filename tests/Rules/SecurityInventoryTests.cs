using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>docs/security.md names every use of cryptography and chance in the server, and every connection that it opens.</summary>
public sealed partial class SecurityInventoryTests
{
    private const string Cryptography = "Cryptography", Connections = "Who speaks to whom";

    /// <summary>Broken, or never to be used by hand: no table makes them good.</summary>
    private static readonly string[] forbidden = ["MD5", "SHA1", "DES", "TripleDES", "RC2", "CipherMode", "HMACMD5", "HMACSHA1"];

    [Fact]
    public void Every_use_of_cryptography_stands_in_the_inventory() => Assert.Empty(Server().SelectMany(f => Unnamed(f.Name, f.Text, Section(Cryptography), Primitives())));

    [Fact]
    public void Nothing_broken_is_used() => Assert.DoesNotContain(Server().SelectMany(f => Used(f.Text, Primitives())), forbidden.Contains);

    [Fact]
    public void Every_connection_that_the_server_opens_stands_in_the_inventory() =>
        Assert.DoesNotContain(Server().Where(f => Used(f.Text, Openers()).Count > 0).Select(f => f.Name), name => !Names(Section(Connections), name));

    /// <summary>A line of the inventory that no file needs any more must go.</summary>
    [Fact]
    public void The_inventories_name_only_what_is_used()
    {
        var (files, used) = (Server().ToLookup(f => f.Name), Server().SelectMany(f => Used(f.Text, Primitives())).ToHashSet(StringComparer.Ordinal));
        var cells = Rows(Section(Cryptography)).SelectMany(row => Quoted().Matches(row[^1]).Select(m => m.Groups[1].Value)).Where(name => !name.Contains('/', StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cells);
        Assert.DoesNotContain(cells, file => !files[file].Any(f => Used(f.Text, Primitives()).Count > 0));
        Assert.Empty(Primitives().Matches(string.Join('\n', Rows(Section(Cryptography)).Select(row => string.Join(' ', row[1..^1].SelectMany(cell => Quoted().Matches(cell).Select(m => m.Groups[1].Value))))))
            .Select(m => m.Value).Except(used));
        var openers = Rows(Section(Connections)).SelectMany(row => Quoted().Matches(row[2]).Select(m => m.Groups[1].Value)).ToList();
        Assert.NotEmpty(openers);
        Assert.DoesNotContain(openers, file => !files[file].Any(f => Used(f.Text, Openers()).Count > 0));
    }

    [Theory]
    [InlineData("var seal = SHA512.HashData(bytes);", "SHA512")]
    [InlineData("using var aes = Aes.Create();", "Aes")]
    [InlineData("var pause = Random.Shared.Next();", "Random")]
    public void A_use_that_is_not_named_is_seen(string code, string name) =>
        Assert.Equal([$"Offender uses {name}"], Unnamed("Offender", code, Section(Cryptography), Primitives()));

    [Theory]
    [InlineData("using var http = new HttpClient();")]
    [InlineData("await ConnectionMultiplexer.ConnectAsync(options)")]
    [InlineData("using var there = new TcpClient();")]
    public void A_connection_is_seen(string code) => Assert.Single(Used(code, Openers()));

    // Named is what stands in one row with the file; another file's row does not count.
    private static IEnumerable<string> Unnamed(string file, string text, string section, Regex what) =>
        Used(text, what).Where(name => !Rows(section).Any(row => Names(row[^1], file) && row[1..^1].Any(cell => Names(cell, name)))).Select(name => $"{file} uses {name}");

    private static bool Names(string text, string name) => text.Contains($"`{name}`", StringComparison.Ordinal);

    private static HashSet<string> Used(string text, Regex what) => [.. what.Matches(Comments().Replace(text, "")).Select(m => m.Value)];

    private static IEnumerable<string[]> Rows(string section) =>
        section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Trim('|', ' ').Split(" | "));

    private static string Section(string title) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md")).Split("\n## ").Single(s => s.StartsWith(title + "\n", StringComparison.Ordinal));

    private static List<(string Name, string Text)> Server() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "server"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Migrations" or "Compiled"))
            .Select(f => (Path.GetFileNameWithoutExtension(f).Split('.')[0], File.ReadAllText(f))),
    ];

    [GeneratedRegex(@"\b(SHA1|SHA256|SHA384|SHA512|SHA3_\d+|MD5|HMAC(SHA|MD5)\w*|Aes\w*|RSA\w*|ECD\w+|DSA|DES|TripleDES|RC2|Rfc2898DeriveBytes|HKDF|KeyDerivation|ChaCha20Poly1305|IncrementalHash|CipherMode|RandomNumberGenerator|CryptographicOperations|X509Certificate2|X509Chain|IDataProtectionProvider|IDataProtectionKeyContext|EncryptionAlgorithm|IPasswordHasher|Random)\b(?!Number)")]
    private static partial Regex Primitives();

    [GeneratedRegex(@"new (?:SocketsHttpHandler|HttpClient|HttpClientHandler|SmtpClient|TcpClient|UdpClient|Socket|ClientWebSocket|Process|ProcessStartInfo)\b|Process\.Start|ConnectionMultiplexer\.Connect|UseNpgsql|NpgsqlDataSourceBuilder|new NpgsqlConnection\(|AddOtlpExporter|HubConnectionBuilder|AddHttpClient")]
    private static partial Regex Openers();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();
}
