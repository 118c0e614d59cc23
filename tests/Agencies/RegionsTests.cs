using Timpora.Comms.Agencies;
using Xunit;

namespace Timpora.Comms.Tests.Agencies;

public sealed class RegionsTests
{
    [Theory]
    [InlineData(RegionKind.Province, 38)]
    [InlineData(RegionKind.Regency, 514)]
    [InlineData(RegionKind.District, 7285)]
    public void Every_region_of_the_country_is_there(RegionKind kind, int count) =>
        Assert.Equal(count, Regions.All.Count(region => region.Kind == kind));

    [Theory]
    [InlineData("18", "Lampung", RegionKind.Province)]
    [InlineData("18.71", "Kota Bandar Lampung", RegionKind.Regency)]
    [InlineData("18.72", "Kota Metro", RegionKind.Regency)]
    [InlineData("18.02", "Kabupaten Lampung Tengah", RegionKind.Regency)]
    [InlineData("18.71.10", "Rajabasa", RegionKind.District)]
    [InlineData("35.29.22", "Ra\"as", RegionKind.District)]
    public void A_code_finds_its_region_with_its_name_in_ordinary_writing(string code, string name, RegionKind kind) =>
        Assert.Equal(new Region(code, name, kind), Regions.Find(code));

    [Fact]
    public void Every_region_lies_in_one_that_exists() =>
        Assert.All(Regions.All, region => Assert.True(region.Kind == RegionKind.Province || Regions.Find(region.Parent) is not null, region.Code));

    [Theory]
    [InlineData("18.71", 20)]
    [InlineData("18.72", 5)]
    [InlineData("18.02", 28)]
    [InlineData("18", 0)]
    [InlineData("99.99", 0)]
    public void The_districts_of_a_regency_are_listed(string code, int count)
    {
        var districts = Regions.DistrictsOf(code);
        Assert.Equal(count, districts.Count);
        Assert.All(districts, district => Assert.True(Regions.IsWithin(district.Code, code)));
        Assert.Equal(districts.OrderBy(district => district.Code, StringComparer.Ordinal), districts);
    }

    [Fact]
    public void Lampung_has_fifteen_regencies_and_cities() => Assert.Equal(15, Regions.RegenciesOf("18").Count);

    [Theory]
    [InlineData("18.71.01", "18.71", true)]
    [InlineData("18.71.01", "18", true)]
    [InlineData("18.71", "18.71", true)]
    [InlineData("18.71", "18.71.01", false)]
    [InlineData("18.72", "18.71", false)]
    [InlineData("18.71", "1", false)]
    [InlineData("18.99", "18", false)]
    public void A_region_lies_within_itself_and_whatever_surrounds_it(string code, string parent, bool within) =>
        Assert.Equal(within, Regions.IsWithin(code, parent));

    [Theory]
    [InlineData("18", true)]
    [InlineData("18.71", true)]
    [InlineData("18.71.01", true)]
    [InlineData("18.71.01.1001", false)]
    [InlineData("1871", false)]
    [InlineData("18.", false)]
    [InlineData("18.71\n", false)]
    [InlineData("١٨", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_digits_in_pairs_are_a_code(string? code, bool wellFormed)
    {
        Assert.Equal(wellFormed, RegionCode.IsWellFormed(code));
        if (!wellFormed) Assert.Null(Regions.Find(code));
    }

    [Fact]
    public void An_unknown_code_is_its_own_name() => Assert.Equal("18.99", Regions.NameOf("18.99"));

    [Fact]
    public void The_licence_notice_of_the_data_stands_beside_the_program() =>
        Assert.Contains("Open Database License (ODbL) 1.0", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Agencies", "regions", "NOTICE.md")), StringComparison.Ordinal);
}
