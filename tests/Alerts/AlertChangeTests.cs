using CsCheck;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>What an update makes of an alert, for changes of every kind together.</summary>
public sealed class AlertChangeTests
{
    private static readonly Organisation organisation = OrganisationFile.LoadConfigured(null);
    private static readonly string[] types = ["TPPO", "TPPM", "PMI-NP", "IZIN", "OPGAB"], regions = ["18.71", "18.72", "18.02"];
    private static readonly string[] agencies = [.. organisation.Agencies.Select(a => a.Code)];

    private static readonly Gen<(int From, int[] Named, int[] Excluded, int To, int[]? NewNamed, int[] NewExcluded, int[] Course)> cases = Gen.Select(
        Gen.Int[0, 14], Some(3), Some(2), Gen.Int[0, 14], Gen.Frequency((1, Gen.Const((int[]?)null)), (1, Some(3).Select(a => (int[]?)a))), Some(3), Gen.Int[0, 9].Array[12]);

    [Fact]
    public void Whom_it_asks_is_never_excluded_and_always_as_posting_would_ask_besides_who_took_over() => cases.Sample(c =>
    {
        var alert = Alert(c.From, c.Named, c.Excluded, c.Course);
        if (alert is null)
            return;
        var excluded = c.NewExcluded.Select(i => agencies[i]).ToList();
        var request = Update(new(null, null, null, types[c.To / 3], regions[c.To % 3], null, null, null, null, null, c.NewNamed?.Select(i => agencies[i]).ToList(), null, null, null));
        var wished = AlertChange.Merge(alert, request, organisation, seesExclusions: true);

        var asked = Asked.After(alert, wished, excluded, c.NewNamed is not null, organisation);

        Assert.Empty(asked.Required.Intersect(excluded));
        Assert.Equal(asked.Required.Distinct(), asked.Required);
        foreach (var given in alert.Obligations.Where(o => o.State == ObligationState.Delegated && asked.Required.Contains(o.Agency) && !excluded.Contains(o.OfferedTo!)))
            Assert.Contains(given.OfferedTo!, asked.Required);
        if (c.To != c.From || c.NewNamed is not null)
            foreach (var due in organisation.RequiredAgencies(organisation.FindCaseType(types[c.To / 3])!, regions[c.To % 3], null, excluded).Agencies)
                Assert.Contains(due.Agency.Code, asked.Required);
        else
            Assert.Equal(alert.RequiredAgencies.Except(excluded), asked.Required);
    }, iter: 20_000);

    [Fact]
    public void Exactly_one_of_those_who_are_asked_again_leads() => cases.Sample(c =>
    {
        if (Alert(c.From, c.Named, c.Excluded, c.Course) is not { } alert)
            return;
        var again = Asked.Again(alert);

        Lead.Set(alert, alert.RequiredAgencies[c.Course[0] % alert.RequiredAgencies.Count], again);

        Assert.Equal(again.Count > 0 ? 1 : 0, alert.Obligations.Count(o => o.Lead));
        Assert.All(alert.Obligations.Where(o => o.Lead), o => Assert.Contains(o, again));
        Assert.All(again, o => Assert.True(o.State is not ObligationState.Delegated && alert.RequiredAgencies.Contains(o.Agency)));
        // Released agencies are asked only when nobody else could be.
        Assert.True(again.All(o => o.State != ObligationState.Waived) || again.All(o => o.State == ObligationState.Waived));
    }, iter: 20_000);

    [Fact]
    public void It_is_material_exactly_when_the_rule_says_so() => Gen.Select(Gen.Bool.Array[9], Gen.Bool).Sample((does, isCorrection) =>
    {
        var alert = Alert(0, [], [], new int[12])!;
        T? If<T>(int i, T value) where T : class => does[i] ? value : null;
        var request = Update(new(
            If(0, "Judul lain"), If(1, "Isi lain"), If(2, "Kritis"), null, null, does[3] ? new Place(-5, 105, null) : null, does[4] ? DateTimeOffset.UnixEpoch : null, If(5, "yes"),
            If(6, "GREEN"), null, If<IReadOnlyList<string>>(7, ["bp3mi"]), does[8] ? new(["kodim"], null, "Ada dugaan.") : null, null, null), isCorrection);
        var wished = AlertChange.Merge(alert, request, organisation, seesExclusions: true);

        var change = AlertChange.Decide(alert, request, wished, organisation, seesExclusions: true);
        change.Apply(alert, seesExclusions: true);

        var expected = does[2] || does[3] || does[4] || does[5] || does[7] || ((does[0] || does[1]) && !isCorrection);
        Assert.Equal(expected, change.IsMaterial);
        Assert.Equal(expected ? 2 : 1, alert.Version);
        Assert.Equal(does.Any(d => d), !change.IsNothing);
        // Done once more, there is nothing left to change.
        Assert.True(AlertChange.Decide(alert, request, AlertChange.Merge(alert, request, organisation, true), organisation, true).IsNothing);
    });

    private static Gen<int[]> Some(int most) => Gen.Int[0, agencies.Length - 1].Array[0, most];

    private static UpdateAlert.Request Update(UpdateAlert.Changes changes, bool? correction = null) => new(Guid.Empty, Guid.CreateVersion7(), 1, changes, correction);

    // As posting makes it, with some answers given, offers accepted and agencies released by a course of throws.
    private static Alert? Alert(int from, int[] named, int[] excluded, int[] course)
    {
        var shut = excluded.Select(i => agencies[i]).ToList();
        var required = organisation.RequiredAgencies(organisation.FindCaseType(types[from / 3])!, regions[from % 3], [.. named.Select(i => agencies[i])], shut);
        if (required.Agencies.Count == 0)
            return null;
        var alert = Facts.Alert();
        (alert.CaseType, alert.RegionCode, alert.Level, alert.PossibleVictims) = (types[from / 3], regions[from % 3], AlertLevel.Mendesak, PossibleVictims.Unknown);
        alert.RequiredAgencies = [.. required.Agencies.OrderByDescending(a => a.IsLead).Select(a => a.Agency.Code)];
        alert.ExcludedAgencies = [.. shut.Distinct()];
        alert.ExcludeReason = shut.Count > 0 ? "Ada dugaan." : null;
        foreach (var agency in required.Agencies)
            alert.Obligations.Add(new() { Id = Guid.CreateVersion7(), AlertId = alert.Id, Agency = agency.Agency.Code, Lead = agency.IsLead });
        for (var i = 0; i < course.Length && i < alert.Obligations.Count; i++)
        {
            var (own, taker) = (alert.Obligations[i], agencies[(i + course[i]) % agencies.Length]);
            own.State = course[i] switch { 1 => ObligationState.Acknowledged, 2 => ObligationState.Declined, 3 => ObligationState.Waived, _ => ObligationState.Notified };
            if (course[i] < 7 || alert.Obligations.Exists(o => o.Agency == taker) || shut.Contains(taker))
                continue;
            (own.State, own.OfferedTo) = (ObligationState.Delegated, taker);
            alert.Obligations.Add(new() { Id = Guid.CreateVersion7(), AlertId = alert.Id, Agency = taker, Lead = own.Lead, OfferedFrom = own.Agency, State = ObligationState.Acknowledged });
            own.Lead = false;
            alert.RequiredAgencies.Insert(alert.RequiredAgencies.IndexOf(own.Agency) + 1, taker);
        }

        return alert;
    }
}
