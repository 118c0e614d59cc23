using System.Text.RegularExpressions;

namespace Timpora.Comms.Agencies;

/// <summary>
/// What must hold between the parts of an organisation file. Each rule notes every breach with its place and goes on. What was missing or
/// misshapen has been reported before, was read as empty and is passed over.
/// </summary>
internal static partial class OrganisationRules
{
    public static void Check(OrganisationParts parts, List<OrganisationError> errors)
    {
        var notes = new Notes(errors);
        CheckRegions(parts.Regions, "regions", notes);
        CheckAgencies(parts, notes);
        CheckChannels(parts, notes);
        CaseTypeRules.Check(parts, notes);
        LadderRules.Check(parts.Ladders, notes);
        RosterRules.Check(parts, notes);
    }

    public static IReadOnlyList<string> WarningsOf(Organisation organisation) => RosterRules.WarningsOf(organisation);

    private static void CheckAgencies(OrganisationParts parts, Notes notes)
    {
        notes.Twice(parts.Agencies.Select(agency => agency.Code), "agencies", "code");
        foreach (var (agency, at) in Numbered(parts.Agencies, "agencies"))
        {
            notes.Word(agency.Code, at + ".code");
            notes.Word(agency.Kind, at + ".kind");
            CheckRegions(agency.Regions, at + ".regions", notes);
        }
        var seats = parts.Agencies.Count(agency => agency.Kind == AgencyKind.Secretariat);
        if (seats != 1)
            notes.Add("agencies", $"Exactly one agency must be of kind '{AgencyKind.Secretariat}', which seats secretariat and chair; there are {seats}.");
    }

    private static void CheckChannels(OrganisationParts parts, Notes notes)
    {
        notes.Twice(parts.Channels.Select(channel => channel.Slug), "channels", "slug");
        foreach (var (channel, at) in Numbered(parts.Channels, "channels"))
        {
            notes.Word(channel.Slug, at + ".slug");
            if (channel.Slug.StartsWith("meja-", StringComparison.Ordinal))
                notes.Add(at + ".slug", $"'{channel.Slug}' is a desk; desks are made by themselves, one per agency. Take it out or choose another slug.");
            notes.Known(channel.Kind, ChannelKind.Listed, at + ".kind", "kind of channel");
            if (channel.Kind == ChannelKind.Region && channel.Region is null)
                notes.Add(at + ".region", "A channel of kind region must say which region it is for.");
            if (channel.Kind != ChannelKind.Region && channel.Region is not null)
                notes.Add(at + ".region", "Only a channel of kind region has a region.");
            if (channel.Region is not null) CheckRegions([channel.Region], at + ".region", notes);
            CheckAdmission(channel.Admits, at + ".admits", parts, notes);
        }
    }

    private static void CheckAdmission(Admission admits, string at, OrganisationParts parts, Notes notes)
    {
        foreach (var (kind, place) in Numbered(admits.Kinds, at + ".kinds")) notes.Known(kind, KindsOf(parts), place, "kind of agency");
        foreach (var (code, place) in Numbered(admits.Agencies, at + ".agencies"))
            notes.Known(code, [.. parts.Agencies.Select(agency => agency.Code)], place, "agency");
        if (admits.Region is not null) CheckRegions([admits.Region], at + ".region", notes);
        var isNarrowed = admits.Kinds.Count > 0 || admits.Agencies.Count > 0 || admits.Region is not null;
        if (admits.All && isNarrowed) notes.Add(at, "\"all\" admits everybody; write it alone or take it out.");
        if (!admits.All && !isNarrowed) notes.Add(at, "This admits nobody; write { \"all\": true }, or name kinds, agencies or a region.");
    }

    private static void CheckRegions(IReadOnlyList<string> codes, string at, Notes notes)
    {
        if (codes.Count == 0) notes.Add(at, "Name at least one region.");
        // A single region stands there as itself, several as a list.
        var isList = at.EndsWith("regions", StringComparison.Ordinal);
        if (isList) notes.Twice(codes, at, null);
        foreach (var (code, place) in Numbered(codes, at))
        {
            if (code.Length == 0) continue;
            if (!RegionCode.IsWellFormed(code))
                notes.Add(isList ? place : at, $"'{code}' is no region code; write \"18\" for a province, \"18.71\" for a regency or city, \"18.71.01\" for a district.");
            else if (Regions.Find(code) is null)
                notes.Add(isList ? place : at, $"There is no region with the code '{code}'.");
        }
    }

    public static IReadOnlyList<string> KindsOf(OrganisationParts parts) =>
        [.. parts.Agencies.Select(agency => agency.Kind).Where(kind => kind.Length > 0).Distinct()];

    public static IEnumerable<(T Item, string At)> Numbered<T>(IReadOnlyList<T> items, string at) =>
        items.Select((item, index) => (item, $"{at}[{index}]"));

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A[A-Z0-9]+(-[A-Z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Capitals();

    [GeneratedRegex(@"\A[a-z0-9]+([.-][a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserName();

    /// <summary>The list of errors, with the sentences that several rules share.</summary>
    internal sealed class Notes(List<OrganisationError> errors)
    {
        private const int Longest = 40;

        // What was found wrong in shape was read as empty; what follows from that is no news.
        private readonly List<string> misshapen = [.. errors.Select(error => error.Path)];

        public void Add(string at, string message)
        {
            if (!misshapen.Exists(path => at == path || at.StartsWith(path + ".", StringComparison.Ordinal) || at.StartsWith(path + "[", StringComparison.Ordinal)))
                errors.Add(new OrganisationError(at, message));
        }

        /// <summary>Whether something below this place could not be read, so that a rule over the whole of it would mislead.</summary>
        public bool IsMisshapen(string at) => misshapen.Exists(path => path.StartsWith(at, StringComparison.Ordinal));

        public void Word(string text, string at)
        {
            if (text.Length > 0 && !(text.Length <= Longest && OrganisationRules.Word().IsMatch(text)))
                Add(at, $"'{text}' is no short name; use small letters, digits and single hyphens, {Longest} characters at most.");
        }

        public void Code(string text, string at)
        {
            if (text.Length > 0 && !(text.Length <= Longest && Capitals().IsMatch(text)))
                Add(at, $"'{text}' is no code; use capital letters, digits and single hyphens, {Longest} characters at most.");
        }

        public void User(string text, string at)
        {
            if (text.Length > 0 && !(text.Length <= Longest && UserName().IsMatch(text)))
                Add(at, $"'{text}' is no user name; use small letters, digits, single dots and hyphens, {Longest} characters at most.");
        }

        public void Known(string text, IReadOnlyList<string> known, string at, string what)
        {
            // Nothing known at all means that the list itself is missing, which has been said.
            if (text.Length > 0 && known.Count > 0 && !known.Contains(text)) Add(at, $"There is no {what} '{text}'. Known: {string.Join(", ", known)}.");
        }

        /// <summary>Notes every value that stood in the list before.</summary>
        public void Twice(IEnumerable<string> values, string list, string? property)
        {
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (value, index) in values.Select((value, index) => (value, index)))
            {
                if (value.Length > 0 && !seen.TryAdd(value, index))
                    Add($"{list}[{index}]{(property is null ? "" : "." + property)}", $"'{value}' stands here a second time; the first is {list}[{seen[value]}].");
            }
        }
    }
}
