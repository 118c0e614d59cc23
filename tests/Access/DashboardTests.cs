using System.Text.Json;
using System.Text.RegularExpressions;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>The ready dashboard asks for what the hub tells, and for all of it.</summary>
public sealed partial class DashboardTests
{
    [Fact]
    public async Task Every_metric_of_the_dashboard_is_told_and_every_metric_told_is_on_it()
    {
        // Redis need not be there: what is counted about it is told anyway.
        await using var app = CommsApp.Start(settings: ("ConnectionStrings:Redis", "127.0.0.1:1"));
        using var scraper = app.Anyone();
        using var answer = await scraper.Send(HttpMethod.Get, "/metrics");
        var told = Told().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value + (m.Groups[2].Value == "histogram" ? "_bucket" : "")).ToHashSet();

        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "grafana-dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.GetProperty("type").GetString() != "row").ToList();
        Assert.All(panels, p => Assert.NotEmpty(p.GetProperty("targets").EnumerateArray()));
        var asked = panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()).SelectMany(t => Name().Matches(t.GetProperty("expr").GetString()!)).Select(m => m.Value).ToHashSet();
        Assert.Equal(told.Order(), asked.Order());
        // The page about them names them all, too.
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "metrics.md"));
        Assert.All(told, name => Assert.Contains(name.Replace("_bucket", "", StringComparison.Ordinal), page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^# TYPE (timpora_\w+) (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Told();

    [GeneratedRegex(@"timpora_\w+")]
    private static partial Regex Name();
}
