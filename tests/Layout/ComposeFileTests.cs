using System.Diagnostics;
using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Layout;

/// <summary>docker-compose.yml, the proxy's file and the nodes' settings say the same.</summary>
public sealed partial class ComposeFileTests
{
    private static string File(params string[] path) => System.IO.File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [Fact]
    public void The_proxy_knows_the_nodes_and_the_nodes_know_the_proxy()
    {
        var addresses = ServiceAddress().Matches(File("docker-compose.yml")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Equal(["hub1", "hub2", "proxy"], addresses.Keys.Order());
        Assert.Equal([addresses["hub1"], addresses["hub2"]], Upstream().Matches(File("server", "Proxy", "nginx.conf")).Select(m => m.Groups[1].Value));
        Assert.Contains($"\nProxy__Known={addresses["proxy"]}\n", File("server", "Proxy", "hub.env"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_in_it_runs_without_rights_and_nothing_secret_stands_in_it()
    {
        var compose = File("docker-compose.yml");
        // The nodes share one description.
        Assert.Equal((4, 4, 4), (Count(compose, "read_only: true"), Count(compose, "cap_drop: [ALL]"), Count(compose, "no-new-privileges:true")));
        Assert.Equal(3, Count(compose, "    user: \""));
        Assert.Matches(@"\nUSER [1-9]\d*\n", File("server", "Dockerfile"));
        Assert.DoesNotMatch("(?i)password[:=](?!_FILE)", compose.Replace("postgres_password: {file", "", StringComparison.Ordinal) + File("server", "Proxy", "hub.env"));
    }

    [Fact]
    public async Task Docker_compose_accepts_it()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "docker-compose")).FirstOrDefault(System.IO.File.Exists);
        Assert.SkipWhen(program is null, "docker-compose is not installed.");
        using var run = Process.Start(new ProcessStartInfo(program!, ["-f", Path.Combine(Repository.Root, "docker-compose.yml"), "config"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var wrong = run.StandardError.ReadToEndAsync();
        var config = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, await wrong);
        foreach (var service in new[] { "proxy", "hub1", "hub2", "postgres", "redis" })
            Assert.Contains($"\n  {service}:\n", config, StringComparison.Ordinal);
        Assert.Equal(2, Count(config, "Proxy__Known: 172.30.0.10"));
        Assert.Equal(5, Count(config, "healthcheck:"));
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;

    [GeneratedRegex(@"^  (\w+):(?:\n    .*)*?\n      front: \{ipv4_address: ([\d.]+)\}", RegexOptions.Multiline)]
    private static partial Regex ServiceAddress();

    [GeneratedRegex(@"^\s+server ([\d.]+):8080 ", RegexOptions.Multiline)]
    private static partial Regex Upstream();
}
