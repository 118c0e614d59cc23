using System.Collections.Frozen;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Timpora.Comms.Agencies;

/// <summary>How wide a region is.</summary>
public enum RegionKind
{
    /// <summary>A province, code "18".</summary>
    Province,

    /// <summary>A regency (kabupaten) or city (kota), code "18.71".</summary>
    Regency,

    /// <summary>A district (kecamatan), code "18.71.01".</summary>
    District,
}

/// <summary>One Indonesian region; <paramref name="Name"/> in ordinary writing, "Kota Bandar Lampung".</summary>
public sealed record Region(string Code, string Name, RegionKind Kind)
{
    /// <summary>Code of the region around this one; null for a province.</summary>
    public string? Parent => RegionCode.ParentOf(Code);
}

/// <summary>The Kemendagri code of a region: two digits per level, joined by dots.</summary>
public static partial class RegionCode
{
    private const int RegencyLength = 5;

    /// <summary>Whether a text has the shape of a code; whether such a region exists only <see cref="Regions"/> knows.</summary>
    public static bool IsWellFormed(string? code) => code is not null && Shape().IsMatch(code);

    /// <summary>The code of the region around this one, null for a province.</summary>
    public static string? ParentOf(string code)
    {
        var dot = code.LastIndexOf('.');
        return dot < 0 ? null : code[..dot];
    }

    /// <summary>The code of the regency or city that a code lies in; a regency's and a province's own.</summary>
    public static string RegencyOf(string code) => code.Length > RegencyLength ? code[..RegencyLength] : code;

    /// <summary>Whether <paramref name="code"/> is <paramref name="parent"/> itself or lies inside it.</summary>
    public static bool IsWithin(string code, string parent) =>
        code.StartsWith(parent, StringComparison.Ordinal) && (code.Length == parent.Length || code[parent.Length] == '.');

    // [0-9] and \z, not \d and $: other scripts' digits and a trailing newline are no region code.
    [GeneratedRegex(@"\A[0-9]{2}(\.[0-9]{2}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

/// <summary>
/// All provinces, regencies, cities and districts of Indonesia, read once from the embedded file (see regions/NOTICE.md for its licence).
/// Never changes while the program runs, safe from any thread.
/// </summary>
public static class Regions
{
    private const string Resource = "Timpora.Comms.Agencies.regions.tsv.gz";

    private static readonly Lazy<Table> Loaded = new(Read);

    /// <summary>Every region, in the order of the codes.</summary>
    public static IReadOnlyList<Region> All => Loaded.Value.InOrder;

    /// <summary>The region with this code; null for anything else, also for text that is no code at all.</summary>
    public static Region? Find(string? code) => code is not null && Loaded.Value.ByCode.TryGetValue(code, out var region) ? region : null;

    /// <summary>The region's name in ordinary writing; the code itself when there is no such region, so that a line of text never breaks.</summary>
    public static string NameOf(string code) => Find(code)?.Name ?? code;

    /// <summary>The region with this code and those around it, from the narrowest to the province; empty when there is no such region.</summary>
    public static IEnumerable<Region> Around(string code)
    {
        for (var region = Find(code); region is not null; region = Find(region.Parent))
            yield return region;
    }

    /// <summary>The code and those of the regions within it, in the order of the codes.</summary>
    public static IReadOnlyList<string> CodesWithin(string code) =>
        [code, .. RegenciesOf(code).Concat(DistrictsOf(code)).SelectMany(r => r.Kind == RegionKind.District ? [r.Code] : CodesWithin(r.Code))];

    /// <summary>Whether both regions exist and <paramref name="code"/> is <paramref name="parent"/> or lies inside it.</summary>
    public static bool IsWithin(string code, string parent) =>
        Find(code) is not null && Find(parent) is not null && RegionCode.IsWithin(code, parent);

    /// <summary>The regencies and cities of a province, in the order of their codes; empty for anything else.</summary>
    public static IReadOnlyList<Region> RegenciesOf(string code) => ChildrenOf(code, RegionKind.Province);

    /// <summary>The districts of a regency or city, in the order of their codes; empty for anything else.</summary>
    public static IReadOnlyList<Region> DistrictsOf(string code) => ChildrenOf(code, RegionKind.Regency);

    private static Region[] ChildrenOf(string code, RegionKind kind) =>
        Find(code)?.Kind == kind && Loaded.Value.ByParent.TryGetValue(code, out var children) ? children : [];

    private static Table Read()
    {
        using var packed = typeof(Regions).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The embedded file {Resource} is missing from this build.");
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var regions = new List<Region>(8_000);
        while (text.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            regions.Add(new Region(line[..tab], line[(tab + 1)..], (RegionKind)(tab / 3)));
        }
        return new Table(
            regions,
            regions.ToFrozenDictionary(region => region.Code, StringComparer.Ordinal),
            regions.Where(region => region.Parent is not null).GroupBy(region => region.Parent!)
                .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal));
    }

    private sealed record Table(
        IReadOnlyList<Region> InOrder, FrozenDictionary<string, Region> ByCode, FrozenDictionary<string, Region[]> ByParent);
}
