using System.Text.Json;
using System.Xml.Linq;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>A package with a known hole cannot be built or tested unnoticed (docs/security.md, dependencies).</summary>
public sealed class KnownHolesTests
{
    [Fact]
    public void A_known_hole_of_any_severity_in_any_package_fails_the_build()
    {
        var props = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("PropertyGroup").Elements().ToLookup(e => e.Name.LocalName, e => e.Value);
        Assert.Equal(["true", "all", "low", "true"], new[] { "NuGetAudit", "NuGetAuditMode", "NuGetAuditLevel", "TreatWarningsAsErrors" }.Select(name => Assert.Single(props[name])));
        var projects = Directory.EnumerateFiles(Repository.Root, "*.*proj", SearchOption.AllDirectories).Where(f => !f.Contains("node_modules", StringComparison.Ordinal)).ToList();
        Assert.True(projects.Count >= 3);
        foreach (var file in projects.Append(Path.Combine(Repository.Root, "Directory.Build.props")))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("NU19", text, StringComparison.Ordinal);
            Assert.DoesNotContain("NuGetAuditSuppress", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_package_is_pinned_with_its_hash()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).ToList();
        Assert.All(projects, project => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project));
        using var npm = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "client-web", "package-lock.json")));
        Assert.All(npm.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0), p => Assert.StartsWith("sha512-", p.Value.GetProperty("integrity").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_test_script_asks_npm_about_known_holes_and_fails_on_one() =>
        Assert.Matches(@"(?s)web_audit\(\).*audit --audit=true --omit=dev --json.*process\.exit\(holes\.length \? 1 : 0\).*step 'Known holes in web packages' web_audit", File.ReadAllText(Path.Combine(Repository.Root, "test")));
}
