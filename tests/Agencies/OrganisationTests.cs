using Timpora.Comms.Agencies;
using Xunit;

namespace Timpora.Comms.Tests.Agencies;

public sealed class OrganisationTests
{
    private static readonly Organisation Lampung = OrganisationFile.Load(OrganisationFile.DefaultPath);

    private static string Owing(string caseType, string region, string[]? named = null, string[]? excluded = null, bool hasVictims = false) =>
        string.Join(" ", Lampung.RequiredAgencies(Lampung.FindCaseType(caseType)!, region, named, excluded, hasVictims).Agencies
            .Select(required => required.Agency.Code + (required.IsLead ? "*" : "")));

    [Fact]
    public void The_shipped_file_describes_the_team_of_three_regions()
    {
        Assert.Equal(["18.71", "18.72", "18.02"], Lampung.Regions);
        Assert.Equal("Asia/Jakarta", Lampung.TimeZone.Id);
        Assert.Equal("timpora", Lampung.Secretariat.Code);
        Assert.Equal(["TPPO", "TPPM", "PMI-NP", "IZIN", "TKA", "TKA-ALIH", "KAWIN", "OPGAB", "LATIHAN"], Lampung.CaseTypes.Select(type => type.Code));
        Assert.All(Lampung.CaseTypes, type => Assert.Equal(TlpMark.Amber, type.Tlp));
        Assert.Equal("meja-uptdppa", Lampung.FindAgency("uptdppa")!.DeskChannel);
    }

    [Fact]
    public void The_demo_people_are_those_the_readme_names() => Assert.Equal(
        "admin.kanim auditor " +
        "kepala.bp3mi kepala.dinsos kepala.disdukcapil kepala.disnaker kepala.kanim kepala.kodim kepala.kua kepala.polresta kepala.uptdppa " +
        "ketua.timpora " +
        "penghubung.bp3mi penghubung.dinsos penghubung.disdukcapil penghubung.disnaker penghubung.kanim penghubung.kodim penghubung.kua penghubung.polresta penghubung.uptdppa " +
        "petugas.kanim petugas.polresta sekretariat.timpora",
        string.Join(" ", Lampung.Members.Select(member => member.UserName).Order(StringComparer.Ordinal)));

    // Each line: a case type, and who owes an answer in Bandar Lampung, Metro and Lampung Tengah; the star leads.
    [Theory]
    [InlineData("TPPO",
        "polresta* kanim uptdppa dinsos",
        "polres-metro* kanim uptdppa-metro dinsos-metro",
        "polres-lamteng* kanim uptdppa-lamteng dinsos-lamteng")]
    [InlineData("TPPM", "kanim* polresta kodim", "kanim* polres-metro kodim-metro", "kanim* polres-lamteng kodim-metro")]
    [InlineData("PMI-NP", "bp3mi* kanim polresta uptdppa", "bp3mi* kanim polres-metro uptdppa-metro", "bp3mi* kanim polres-lamteng uptdppa-lamteng")]
    [InlineData("IZIN", "kanim*", "kanim*", "kanim*")]
    [InlineData("TKA", "disnaker* kanim", "disnaker-metro* kanim", "disnaker-lamteng* kanim")]
    [InlineData("TKA-ALIH", "disnaker*", "disnaker-metro*", "disnaker-lamteng*")]
    [InlineData("KAWIN", "kanim* kua disdukcapil", "kanim* kua-metro disdukcapil-metro", "kanim* kua-lamteng disdukcapil-lamteng")]
    [InlineData("OPGAB", "", "", "")]
    [InlineData("LATIHAN", "", "", "")]
    public void The_case_type_asks_for_kinds_and_the_region_decides_which_agency(string caseType, string bandarLampung, string metro, string lampungTengah)
    {
        Assert.Equal(bandarLampung, Owing(caseType, "18.71"));
        Assert.Equal(metro, Owing(caseType, "18.72"));
        Assert.Equal(lampungTengah, Owing(caseType, "18.02"));
    }

    [Fact]
    public void A_district_belongs_to_the_agencies_of_its_city() => Assert.Equal(Owing("TPPO", "18.71"), Owing("TPPO", "18.71.10"));

    [Fact]
    public void An_alert_for_the_whole_province_concerns_every_city_and_one_agency_leads() =>
        Assert.Equal("polresta* polres-metro polres-lamteng kanim", string.Join(" ", Owing("TPPO", "18").Split(' ').Take(4)));

    [Fact]
    public void A_kind_that_no_agency_serves_there_is_reported()
    {
        var required = Lampung.RequiredAgencies(Lampung.FindCaseType("PMI-NP")!, "18.01");
        Assert.Equal("bp3mi", Assert.Single(required.Agencies).Agency.Code);
        Assert.Equal(["immigration", "police", "women-child"], required.UnservedKinds);
        Assert.Equal(["women-child"], required.UnattendedKinds);
    }

    [Fact]
    public void An_excluded_agency_owes_nothing_and_another_one_leads()
    {
        Assert.Equal("kanim* uptdppa dinsos", Owing("TPPO", "18.71", excluded: ["polresta"]));
        Assert.Equal(["police"], Lampung.RequiredAgencies(Lampung.FindCaseType("TPPO")!, "18.71", excluded: ["polresta"]).UnservedKinds);
    }

    [Theory]
    [InlineData("TPPO", false)]
    [InlineData("PMI-NP", false)]
    [InlineData("TPPM", true)]
    [InlineData("IZIN", true)]
    [InlineData("TKA", true)]
    [InlineData("KAWIN", true)]
    [InlineData("OPGAB", true)]
    public void Who_cares_for_victims_is_told_whomever_the_poster_names(string caseType, bool onlyIfThereAreVictims)
    {
        Assert.Contains("uptdppa", Owing(caseType, "18.71", named: ["kodim"], hasVictims: true).Split(' '));
        Assert.Equal(!onlyIfThereAreVictims, Owing(caseType, "18.71", named: ["kodim"]).Split(' ').Contains("uptdppa"));
        // Told, not put in charge.
        Assert.DoesNotContain("uptdppa*", Owing(caseType, "18.71", named: ["kodim"], hasVictims: true), StringComparison.Ordinal);
        Assert.Equal(["women-child"], Lampung.RequiredAgencies(Lampung.FindCaseType(caseType)!, "18.71", ["kodim"], ["uptdppa"], hasVictims: true).UnattendedKinds);
    }

    [Fact]
    public void Agencies_the_poster_names_come_on_top_and_only_once() =>
        Assert.Equal("polresta* kanim uptdppa dinsos bp3mi", Owing("TPPO", "18.71", named: ["kanim", "bp3mi"]));

    [Fact]
    public void In_a_joint_operation_only_the_named_agencies_owe_and_immigration_leads_if_it_is_one()
    {
        Assert.True(Lampung.FindCaseType("OPGAB")!.IsNamedByPoster);
        Assert.Equal("kodim kanim*", Owing("OPGAB", "18.71", named: ["kodim", "kanim"]));
        Assert.Equal("kodim* polresta", Owing("OPGAB", "18.71", named: ["kodim", "polresta"]));
    }

    [Fact]
    public void A_sham_marriage_needs_a_ground_and_is_never_critical()
    {
        var kawin = Lampung.FindCaseType("KAWIN")!;
        Assert.True(kawin.NeedsGround);
        Assert.False(kawin.MayBeKritis);
    }

    [Theory]
    [InlineData("tppo", "kanim polresta polres-metro polres-lamteng uptdppa uptdppa-metro uptdppa-lamteng dinsos dinsos-metro dinsos-lamteng bp3mi")]
    [InlineData("tppm", "kanim polresta polres-metro polres-lamteng bp3mi kodim kodim-metro")]
    [InlineData("tka-data", "kanim disnaker disnaker-metro disnaker-lamteng")]
    [InlineData("tka-alih", "kanim disnaker disnaker-metro disnaker-lamteng")]
    [InlineData("kawin", "kanim disdukcapil disdukcapil-metro disdukcapil-lamteng kua kua-metro kua-lamteng")]
    public void A_topic_admits_the_agencies_it_concerns(string slug, string agencies) =>
        Assert.Equal(agencies, string.Join(" ", Lampung.AdmittedTo(Lampung.FindChannel(slug)!)));

    [Theory]
    [InlineData("opgab")]
    [InlineData("wilayah-bandarlampung")]
    [InlineData("wilayah-metro")]
    [InlineData("wilayah-lampung-tengah")]
    [InlineData("pengumuman")]
    [InlineData("latihan")]
    public void Everybody_is_admitted_to_the_common_channels(string slug) =>
        Assert.Equal(Lampung.Agencies.Count, Lampung.AdmittedTo(Lampung.FindChannel(slug)!).Count);

    [Theory]
    [InlineData("TPPO", "18.72", "tppo")]
    [InlineData("IZIN", "18.71.10", "wilayah-bandarlampung")]
    [InlineData("IZIN", "18.72", "wilayah-metro")]
    [InlineData("IZIN", "18.02.05", "wilayah-lampung-tengah")]
    [InlineData("IZIN", "18.01", "wilayah-bandarlampung")]
    [InlineData("IZIN", null, "wilayah-bandarlampung")]
    public void An_alert_goes_to_its_types_channel_or_else_to_its_regions(string caseType, string? region, string slug) =>
        Assert.Equal(slug, Lampung.DefaultChannel(Lampung.FindCaseType(caseType)!, region));

    [Theory]
    [InlineData("Kritis", 5, "1+0:liaison 2+5:chief 3+10:secretariat,chiefs-of-acknowledged 4+15:chair", 3, 15, 30)]
    [InlineData("Mendesak", 15, "1+0:liaison 2+15:chief 3+30:secretariat,chiefs-of-acknowledged 4+60:chair", 2, 60, 240)]
    [InlineData("Rutin", 1440, "1+0:liaison", 1, 0, 4320)]
    public void Each_level_has_its_ladder(string level, int answer, string steps, int rounds, int repeat, int progress)
    {
        var ladder = Lampung.LadderOf(level);
        Assert.Equal(steps, string.Join(" ", ladder.Steps.Select(step => $"{step.Level}+{step.AfterMinutes}:{string.Join(",", step.Asks)}")));
        Assert.Equal((answer, rounds, repeat, progress), (ladder.AnswerWithinMinutes, ladder.Rounds, ladder.RepeatAfterMinutes, ladder.ProgressWithinMinutes));
    }

    [Theory]
    // The team's calendar turns at 17:00 UTC.
    [InlineData("2026-03-01T16:59:00Z", false)]
    [InlineData("2026-03-01T17:00:00Z", true)]
    [InlineData("2026-03-31T16:59:00Z", true)]
    [InlineData("2026-03-31T17:00:00Z", false)]
    public void An_outcome_is_in_force_from_its_first_to_its_last_day_of_the_teams_calendar(string at, bool valid)
    {
        var outcome = Lampung.Outcomes[0] with { ValidFrom = new(2026, 3, 2), ValidUntil = new(2026, 3, 31) };
        Assert.Equal(valid, outcome.IsValidOn(Lampung.DayOf(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(valid || at.Contains("31T17", StringComparison.Ordinal), (outcome with { ValidUntil = null }).IsValidOn(Lampung.DayOf(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Outcomes_that_take_freedom_are_marked_and_every_case_can_end()
    {
        Assert.Equal(["PENDETENSIAN", "DEPORTASI"], Lampung.Outcomes.Where(outcome => outcome.Detains).Select(outcome => outcome.Code));
        Assert.All(Lampung.CaseTypes, type => Assert.Contains(Lampung.Outcomes, outcome => outcome.IsFor(type.Code)));
        Assert.False(Lampung.FindOutcome("DEPORTASI")!.IsFor("TKA-ALIH"));
        Assert.Equal(["LAPORAN-KELIRU"], Lampung.Outcomes.Where(outcome => outcome.IsFalseAlarm).Select(outcome => outcome.Code));
        Assert.Equal(["TPPO"], Lampung.CaseTypes.Where(type => type.NeedsScreening).Select(type => type.Code));
    }

    [Fact]
    public void Agencies_without_anybody_on_duty_are_warned_about() =>
        Assert.Equal(
            ["polres-metro", "polres-lamteng", "uptdppa-metro", "uptdppa-lamteng", "dinsos-metro", "dinsos-lamteng", "kodim-metro", "disdukcapil-metro",
                "disdukcapil-lamteng", "kua-metro", "kua-lamteng", "disnaker-metro", "disnaker-lamteng"],
            Lampung.Warnings.Select(warning => warning[(warning.IndexOf('(', StringComparison.Ordinal) + 1)..warning.IndexOf(')', StringComparison.Ordinal)]));

    [Fact]
    public void Codes_that_do_not_exist_find_nothing()
    {
        Assert.Null(Lampung.FindAgency("fbi"));
        Assert.Null(Lampung.FindAgency(null));
        Assert.Null(Lampung.FindCaseType("tppo"));
        Assert.Null(Lampung.FindChannel("meja-kanim"));
        Assert.Null(Lampung.FindOutcome(""));
    }
}
