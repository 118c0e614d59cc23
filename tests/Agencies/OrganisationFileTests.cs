using System.Text.Json;
using System.Text.Json.Nodes;
using Timpora.Comms.Agencies;
using Xunit;

namespace Timpora.Comms.Tests.Agencies;

/// <summary>Each mistake an administrator can make in the file, with the sentence that answers it.</summary>
public sealed class OrganisationFileTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string Shipped = File.ReadAllText(OrganisationFile.DefaultPath);

    // The shipped file with values changed: "agencies[0].kind" → JSON text; null takes the property out.
    private static string With(params (string Path, string? Json)[] changes)
    {
        var root = JsonNode.Parse(Shipped, documentOptions: WithComments)!;
        foreach (var (path, json) in changes)
        {
            var steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
            var parent = root;
            foreach (var step in steps[..^1]) parent = step[0] == '[' ? parent[int.Parse(step[1..^1], null)]! : parent[step]!;
            var value = json is null ? null : JsonNode.Parse(json);
            if (steps[^1][0] == '[')
            {
                var index = int.Parse(steps[^1][1..^1], null);
                if (index == parent.AsArray().Count) parent.AsArray().Add(value);
                else parent[index] = value;
            }
            else if (json is null) parent.AsObject().Remove(steps[^1]);
            else parent[steps[^1]] = value;
        }
        return root.ToJsonString();
    }

    private static string[] ErrorsOf(string json) =>
        [.. Assert.Throws<OrganisationFileException>(() => OrganisationFile.Parse(json)).Errors.Select(error => error.ToString())];

    [Theory]
    // Shape.
    [InlineData("name", null, "name: This is missing; write a text.")]
    [InlineData("agencies[0].name", "7", "agencies[0].name: Write a text in quotes, not empty and without spaces around it.")]
    [InlineData("agencies[0].name", "\" Kanim\"", "agencies[0].name: Write a text in quotes, not empty and without spaces around it.")]
    [InlineData("agencies[0].nama", "\"Kanim\"", "agencies[0].nama: This is not known here. Known: code, name, kind, regions, phone, timeZone.")]
    [InlineData("agencies[2].regions", "\"18.71\"", "agencies[2].regions: Write a list [ … ] here.")]
    [InlineData("caseTypes[0].mayBeKritis", "\"ya\"", "caseTypes[0].mayBeKritis: Write true or false, without quotes.")]
    [InlineData("caseTypes[0].name", "\"Perdagangan orang\"", "caseTypes[0].name: Write an object { … } here.")]
    [InlineData("ladders[0].rounds", "0", "ladders[0].rounds: Write a whole number from 1 to 10.")]
    [InlineData("ladders[0].rounds", "1.5", "ladders[0].rounds: Write a whole number from 1 to 10.")]
    [InlineData("outcomes[0].validFrom", "\"1/1/2026\"", "outcomes[0].validFrom: '1/1/2026' is no date; write it as \"2026-01-02\".")]
    [InlineData("rosters[0].shifts[0].from", "\"24:00\"", "rosters[0].shifts[0].from: '24:00' is no time of day; write it as \"07:00\", midnight as \"00:00\".")]
    [InlineData("timeZone", "\"WIB\"", "timeZone: 'WIB' is no time zone; write \"Asia/Jakarta\" (WIB), \"Asia/Makassar\" (WITA) or \"Asia/Jayapura\" (WIT).")]
    // Regions.
    [InlineData("regions[0]", "\"1871\"", "regions[0]: '1871' is no region code; write \"18\" for a province, \"18.71\" for a regency or city, \"18.71.01\" for a district.")]
    [InlineData("agencies[1].regions[0]", "\"18.99\"", "agencies[1].regions[0]: There is no region with the code '18.99'.")]
    [InlineData("regions[3]", "\"18.71\"", "regions[3]: '18.71' stands here a second time; the first is regions[0].")]
    [InlineData("regions", "[]", "regions: Name at least one region.")]
    // Agencies.
    [InlineData("agencies[22].kind", "\"office\"", "agencies: Exactly one agency must be of kind 'secretariat', which seats secretariat and chair; there are 0.")]
    [InlineData("agencies[2].code", "\"polresta\"", "agencies[2].code: 'polresta' stands here a second time; the first is agencies[1].")]
    [InlineData("agencies[2].code", "\"Polres Metro\"", "agencies[2].code: 'Polres Metro' is no short name; use small letters, digits and single hyphens, 40 characters at most.")]
    // Channels.
    [InlineData("channels[1].slug", "\"tppo\"", "channels[1].slug: 'tppo' stands here a second time; the first is channels[0].")]
    [InlineData("channels[5].slug", "\"meja-kanim\"", "channels[5].slug: 'meja-kanim' is a desk; desks are made by themselves, one per agency. Take it out or choose another slug.")]
    [InlineData("channels[5].kind", "\"desk\"", "channels[5].kind: There is no kind of channel 'desk'. Known: topic, region, announcement, drill.")]
    [InlineData("channels[6].region", null, "channels[6].region: A channel of kind region must say which region it is for.")]
    [InlineData("channels[5].region", "\"18.71\"", "channels[5].region: Only a channel of kind region has a region.")]
    [InlineData("channels[6].region", "\"18.99\"", "channels[6].region: There is no region with the code '18.99'.")]
    [InlineData("channels[5].admits", "{\"agencies\": [\"fbi\"]}", "channels[5].admits.agencies[0]: There is no agency 'fbi'. Known: kanim, polresta,")]
    [InlineData("channels[5].admits", "{\"kinds\": [\"polisi\"]}", "channels[5].admits.kinds[0]: There is no kind of agency 'polisi'. Known: immigration, police, women-child, social, migrant-worker, army, civil-registry, marriage-registrar, labour, secretariat.")]
    [InlineData("channels[5].admits", "{\"region\": \"7\"}", "channels[5].admits.region: '7' is no region code;")]
    [InlineData("channels[5].admits", "{}", "channels[5].admits: This admits nobody; write { \"all\": true }, or name kinds, agencies or a region.")]
    [InlineData("channels[5].admits", "{\"all\": true, \"kinds\": [\"police\"]}", "channels[5].admits: \"all\" admits everybody; write it alone or take it out.")]
    // Case types.
    [InlineData("caseTypes[0].code", "\"tppo\"", "caseTypes[0].code: 'tppo' is no code; use capital letters, digits and single hyphens, 40 characters at most.")]
    [InlineData("caseTypes[1].code", "\"TPPO\"", "caseTypes[1].code: 'TPPO' stands here a second time; the first is caseTypes[0].")]
    [InlineData("caseTypes[0].level", "\"Darurat\"", "caseTypes[0].level: There is no level 'Darurat'. Known: Kritis, Mendesak, Rutin.")]
    [InlineData("caseTypes[0].mayBeKritis", "false", "caseTypes[0].level: TPPO starts as Kritis but mayBeKritis is false; change one of the two.")]
    [InlineData("caseTypes[0].tlp", "\"YELLOW\"", "caseTypes[0].tlp: There is no mark 'YELLOW'. Known: RED, AMBER+STRICT, AMBER, GREEN, CLEAR.")]
    [InlineData("caseTypes[0].possibleVictims", "\"maybe\"", "caseTypes[0].possibleVictims: There is no answer 'maybe'. Known: yes, no, unknown.")]
    [InlineData("caseTypes[0].possibleVictims", "\"no\"", "caseTypes[0].possibleVictims: Suspected trafficking starts with possible victims; write \"unknown\" or \"yes\".")]
    [InlineData("caseTypes[0].channel", "\"tipo\"", "caseTypes[0].channel: There is no channel 'tipo'. Known: tppo, tppm,")]
    [InlineData("caseTypes[0].channel", "\"kawin\"", "caseTypes[0].channel: These agencies owe an answer to TPPO but may not read the channel 'kawin': polresta, polres-metro,")]
    [InlineData("caseTypes[0].kinds[0]", "\"polisi\"", "caseTypes[0].kinds[0]: There is no kind of agency 'polisi'.")]
    [InlineData("caseTypes[0].lead", "\"army\"", "caseTypes[0].lead: 'army' leads TPPO but owes no answer to it; the lead must be one of: police, immigration, women-child, social.")]
    [InlineData("caseTypes[7].lead", "\"navy\"", "caseTypes[7].lead: There is no kind of agency 'navy'.")]
    [InlineData("caseTypes[6].mayBeKritis", "true", "caseTypes[6].mayBeKritis: A suspected sham marriage is never Kritis; write false.")]
    [InlineData("caseTypes[6].needsGround", "false", "caseTypes[6].needsGround: A suspected sham marriage needs a concrete ground, being a mixed couple is none; write true.")]
    // Ladders.
    [InlineData("ladders[1].level", "\"Kritis\"", "ladders[1].level: 'Kritis' stands here a second time; the first is ladders[0].")]
    [InlineData("ladders[1].level", "\"Sedang\"", "ladders: There is no ladder for Mendesak; every level needs one.")]
    [InlineData("ladders[0].steps", "[]", "ladders[0].steps: A ladder needs at least one step.")]
    [InlineData("ladders[0].steps[2].afterMinutes", "5", "ladders[0].steps[2].afterMinutes: Each step comes later than the one before: more than 5, not 5.")]
    [InlineData("ladders[0].steps[2].level", "4", "ladders[0].steps[2].level: Steps count up from 1 without a gap; this one must be level 3, not 4.")]
    [InlineData("ladders[0].steps[0].afterMinutes", "1", "ladders[0].steps[0].afterMinutes: The first step is the first notice and waits for nothing; write 0.")]
    [InlineData("ladders[0].steps[0].asks", "[\"chief\"]", "ladders[0].steps[0].asks: The first step must ask the liaison of the agency that owes the answer.")]
    [InlineData("ladders[0].steps[3].asks", "[]", "ladders[0].steps[3].asks: A step asks somebody; known: liaison, chief, secretariat, chair, chiefs-of-acknowledged.")]
    [InlineData("ladders[0].steps[3].asks[0]", "\"boss\"", "ladders[0].steps[3].asks[0]: There is no role to ask 'boss'.")]
    [InlineData("ladders[0].repeatAfterMinutes", "0", "ladders[0].repeatAfterMinutes: With more than one round there must be at least a minute between them.")]
    // Outcomes.
    [InlineData("outcomes[0].caseTypes[0]", "\"TIPO\"", "outcomes[0].caseTypes[0]: There is no case type 'TIPO'.")]
    [InlineData("outcomes[0].caseTypes", "[]", "outcomes[0].caseTypes: An empty list fits no case; take it out to fit all.")]
    [InlineData("outcomes", "[]", "caseTypes[0].code: No outcome can end a case of type TPPO; add one to outcomes.")]
    [InlineData("outcomes[1].code", "\"KORBAN-DIRUJUK\"", "outcomes[1].code: 'KORBAN-DIRUJUK' stands here a second time; the first is outcomes[0].")]
    [InlineData("outcomes[0].validUntil", "\"2020-12-31\"", "outcomes[0].validUntil: It would end before it begins; take it out while the outcome is in force.")]
    [InlineData("outcomes[0].validUntil", "\"kelak\"", "outcomes[0].validUntil: 'kelak' is no date; write it as \"2026-01-02\".")]
    [InlineData("outcomes[2].isFalseAlarm", "true", "outcomes[2].isFalseAlarm: Nobody is detained or deported because of a false alarm; write false for one of the two.")]
    [InlineData("outcomes", "[{\"code\": \"DEPORTASI\", \"name\": {\"id\": \"a\", \"en\": \"b\"}, \"detains\": true, \"validFrom\": \"2026-01-01\", \"source\": \"x\"}]", "caseTypes[0].code: Every outcome of TPPO detains or deports, so a case with victims could never end; add one that does not.")]
    // Victims.
    [InlineData("victims", null, "victims: This is missing; write an object { … }.")]
    [InlineData("victims.always", "[]", "victims.always: Name at least one kind of agency that cares for victims.")]
    [InlineData("victims.always", "[\"ppa\"]", "victims.always[0]: There is no kind of agency 'ppa'.")]
    [InlineData("victims.always", "[\"women-child\", \"migrant-worker\"]", "caseTypes[0].always: Suspected trafficking always tells who cares for victims; add: migrant-worker.")]
    [InlineData("victims.source", null, "victims.source: This is missing; write a text.")]
    [InlineData("victims.validFrom", "\"2007\"", "victims.validFrom: '2007' is no date; write it as \"2026-01-02\".")]
    [InlineData("caseTypes[2].always", "[\"ppa\"]", "caseTypes[2].always[0]: There is no kind of agency 'ppa'.")]
    [InlineData("caseTypes[1].always", "[\"women-child\"]", "caseTypes[1].channel: These agencies owe an answer to TPPM but may not read the channel 'tppm': uptdppa, uptdppa-metro, uptdppa-lamteng.")]
    [InlineData("caseTypes[0].needsScreening", null, "caseTypes[0].needsScreening: Suspected trafficking does not end without a screening of possible victims; write true.")]
    [InlineData("caseTypes[0].neighbours", "[\"TPPO\"]", "caseTypes[0].neighbours[0]: There is no other case type 'TPPO'.")]
    // Members.
    [InlineData("members[0].userName", "\"Petugas Kanim\"", "members[0].userName: 'Petugas Kanim' is no user name; use small letters, digits, single dots and hyphens, 40 characters at most.")]
    [InlineData("members[0].userName", "\"kepala.kanim\"", "members[2].userName: 'kepala.kanim' stands here a second time; the first is members[0].")]
    [InlineData("members[0].agency", "\"bnnk\"", "members[0].agency: There is no agency 'bnnk'.")]
    [InlineData("members[0].roles", "[]", "members[0].roles: A member has at least one role; known: officer, liaison, chief, secretariat, chair, admin, auditor.")]
    [InlineData("members[0].roles[0]", "\"boss\"", "members[0].roles[0]: There is no role 'boss'.")]
    [InlineData("members[0].roles[0]", "\"chair\"", "members[0].roles[0]: The role 'chair' belongs to the agency of kind 'secretariat', not to 'kanim'.")]
    // Rosters.
    [InlineData("rosters[0].agency", "\"bnnk\"", "rosters[0].agency: There is no agency 'bnnk'.")]
    [InlineData("rosters[0].role", "\"officer\"", "rosters[0].role: There is no role on duty 'officer'. Known: liaison, chief, secretariat, chair.")]
    [InlineData("rosters[1].role", "\"liaison\"", "rosters[1]: 'kanim/liaison' stands here a second time; the first is rosters[0].")]
    [InlineData("rosters[0].shifts[0].member", "\"si.anu\"", "rosters[0].shifts[0].member: There is no member 'si.anu'.")]
    [InlineData("rosters[0].shifts[0].member", "\"penghubung.polresta\"", "rosters[0].shifts[0].member: 'penghubung.polresta' belongs to 'polresta', not to 'kanim'.")]
    [InlineData("rosters[0].shifts[0].member", "\"petugas.kanim\"", "rosters[0].shifts[0].member: 'petugas.kanim' has not the role 'liaison'.")]
    [InlineData("rosters[0].shifts[0].days", "[\"libur\"]", "rosters[0].shifts[0].days: 'libur' is no day;")]
    [InlineData("rosters[0].shifts[0].to", "\"06:30\"", "rosters[0].shifts: Nobody is on duty for 'kanim' as liaison from Sunday 06:30 to Sunday 07:00; every minute of the week needs somebody.")]
    [InlineData("rosters[0].shifts[0].days", "[\"senin\", \"tue\", \"rabu\", \"kamis\", \"jumat\", \"sabtu\"]", "rosters[0].shifts: Nobody is on duty for 'kanim' as liaison from Sunday 07:00 to Monday 07:00;")]
    [InlineData("rosters[0].shifts[0].days", "[\"senin\", \"selasa\", \"rabu\", \"kamis\", \"jumat\", \"minggu\"]", "rosters[0].shifts: Nobody is on duty for 'kanim' as liaison from Sunday 00:00 to Sunday 07:00;")]
    [InlineData("rosters[0].shifts", "[]", "rosters[0].shifts: Nobody is on duty for 'kanim' as liaison from Sunday 00:00 for the whole week;")]
    [InlineData("rosters[19]", "{\"agency\": \"timpora\", \"role\": \"liaison\", \"shifts\": []}", "rosters: There is no roster for 'timpora' as chair; without one nobody would ever be asked.")]
    public void A_mistake_is_named_with_its_place_and_what_to_do(string path, string? json, string error) =>
        Assert.Contains(ErrorsOf(With((path, json))), found => found.StartsWith(error, StringComparison.Ordinal));

    [Fact]
    public void A_case_type_without_a_channel_needs_a_region_channel()
    {
        var changes = Enumerable.Range(6, 3).SelectMany(index => new[] { ($"channels[{index}].kind", (string?)"\"topic\""), ($"channels[{index}].region", null) });
        Assert.Equal(["caseTypes[3].channel: Without a channel IZIN goes to the channel of its region, but there is no channel of kind region."], ErrorsOf(With([.. changes])));
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_and_each_once()
    {
        var json = With(("name", "\"\""), ("agencies[0].regions[0]", "\"x\""), ("caseTypes[0].lead", "\"army\""), ("ladders[2].rounds", "99"), ("members[23].agency", "\"x\""));
        var refused = Assert.Throws<OrganisationFileException>(() => OrganisationFile.Parse(json, "team.jsonc"));
        Assert.Equal(["name", "ladders[2].rounds", "agencies[0].regions[0]", "caseTypes[0].lead", "members[23].agency"], refused.Errors.Select(error => error.Path));
        Assert.StartsWith($"The organisation file team.jsonc cannot be used:{Environment.NewLine}  - name: ", refused.Message, StringComparison.Ordinal);
        Assert.All(refused.Errors, error => Assert.Contains(error.ToString(), refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("members[0]", "5")]
    [InlineData("regions", "{}")]
    [InlineData("agencies[0].regions", null)]
    [InlineData("ladders[0].steps", "0")]
    [InlineData("rosters[0].shifts", null)]
    [InlineData("rosters[0].shifts[0].from", "7")]
    [InlineData("channels[5].admits", "\"all\"")]
    public void A_wrong_shape_does_not_breed_follow_up_errors(string path, string? json) =>
        Assert.StartsWith(path + ": ", Assert.Single(ErrorsOf(With((path, json)))), StringComparison.Ordinal);

    [Fact]
    public void The_end_of_a_shift_may_be_written_as_24_00()
    {
        var organisation = OrganisationFile.Parse(With(("rosters[0].shifts[0].from", "\"00:00\""), ("rosters[0].shifts[0].to", "\"24:00\"")));
        Assert.Equal(TimeSpan.FromHours(24), organisation.Rosters[0].Shifts[0].Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"name\": ")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }")]
    public void Text_that_is_not_json_is_refused_as_such(string json) =>
        Assert.StartsWith("$: This is not JSON: ", Assert.Single(ErrorsOf(json)), StringComparison.Ordinal);

    [Fact]
    public void A_list_in_place_of_the_whole_is_refused() => Assert.Contains("$: Write an object { … } here.", ErrorsOf("[]"));

    [Fact]
    public void A_file_that_is_not_there_is_refused_with_its_path()
    {
        var refused = Assert.Throws<OrganisationFileException>(() => OrganisationFile.Load("/nowhere/team.jsonc"));
        Assert.Contains("/nowhere/team.jsonc", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("The file cannot be read:", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_configured_path_the_shipped_file_is_taken() =>
        Assert.Equal(OrganisationFile.Load(OrganisationFile.DefaultPath).Name, OrganisationFile.LoadConfigured(null).Name);

    [Fact]
    public void Another_team_can_copy_the_file_and_admit_by_region()
    {
        var organisation = OrganisationFile.Parse(With(("channels[7].admits", "{\"region\": \"18.72\"}")));
        Assert.Equal(
            ["kanim", "polres-metro", "uptdppa-metro", "dinsos-metro", "bp3mi", "kodim-metro", "disdukcapil-metro", "kua-metro", "disnaker-metro", "timpora"],
            organisation.AdmittedTo(organisation.FindChannel("wilayah-metro")!));
    }
}
