using ArchUnitNET.Fluent;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>Who may use whom, and that each rule can fail.</summary>
public class FolderRulesTests
{
    private const string Samples = "Timpora.Comms.Tests.Rules.Samples";
    private const string ProviderTypes = @"^(Npgsql|Microsoft\.Data\.Sqlite)\.|^Microsoft\.EntityFrameworkCore\.(Sqlite|Npgsql)";
    private const string RedisTypes = @"^StackExchange\.Redis\.";

    public static TheoryData<string> Folders => [.. FolderRules.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_what_it_may(string folder) =>
        Holds(FolderRules.Broken(Of(folder), FolderRules.Server));

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_rule_of_a_folder_sees_an_offender(string folder) =>
        Assert.Contains(FolderRules.Broken(Of(folder, Samples), FolderRules.WithSamples), b => b.Contains("Offender", StringComparison.Ordinal));

    /// <summary>An exception that nobody needs any more must go.</summary>
    [Fact]
    public void Types_that_stand_apart_need_to() =>
        Assert.All(
            FolderRules.All.Where(f => f.Apart is not null),
            folder => Assert.All(folder.Apart!, type => Assert.Contains(
                FolderRules.Broken(FolderRules.UsesOnlyWhatItMay(folder with { Apart = null }), FolderRules.Server),
                b => b.Contains($".{folder.Name}.{type}", StringComparison.Ordinal))));

    /// <summary>A new folder has to say whom it may use.</summary>
    [Fact]
    public void Every_folder_has_its_rule() =>
        Assert.Equal(
            FolderRules.All.Select(f => f.Name).Order(StringComparer.Ordinal),
            FolderRules.Server.Types.Select(t => t.Namespace.FullName)
                .Where(n => n.StartsWith("Timpora.Comms.", StringComparison.Ordinal)).Select(n => n.Split('.')[2])
                .Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Provider_types_stay_in_storage() =>
        Holds(FolderRules.Broken(FolderRules.StaysIn("Storage", ProviderTypes), FolderRules.Server));

    [Theory]
    [InlineData("SqliteOffender")]
    [InlineData("PostgresOffender")]
    public void The_rule_of_provider_types_sees_an_offender(string offender) =>
        Assert.Contains(
            FolderRules.Broken(FolderRules.StaysIn("Storage", ProviderTypes, Samples), FolderRules.WithSamples),
            b => b.Contains(offender, StringComparison.Ordinal));

    [Fact]
    public void Redis_types_stay_in_realtime() =>
        Holds(FolderRules.Broken(FolderRules.StaysIn("Realtime", RedisTypes), FolderRules.Server));

    [Fact]
    public void Names_say_something() => Holds(FolderRules.Broken(FolderRules.NamesSaySomething(), FolderRules.Server));

    [Fact]
    public void The_rule_of_names_sees_an_offender() =>
        Assert.Contains(
            FolderRules.Broken(FolderRules.NamesSaySomething(Samples), FolderRules.WithSamples),
            b => b.Contains("AlertManager", StringComparison.Ordinal));

    private static void Holds(IReadOnlyList<string> broken) => Assert.True(broken.Count == 0, string.Join('\n', broken));

    private static IArchRule Of(string folder, string root = "Timpora.Comms") =>
        FolderRules.UsesOnlyWhatItMay(FolderRules.All.Single(f => f.Name == folder), root);
}
