using System.Text.Json;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Escalations;

/// <summary>Whom a step asks, resolved at the moment of firing from the frozen rule (R7). Who may not read the alert is never asked.</summary>
public sealed class Recipients(HubDb db, Rosters rosters, Organisation organisation)
{
    private readonly Dictionary<string, IReadOnlyList<string>> admitted = [];

    /// <summary>Everybody a step asks for an obligation.</summary>
    public Task<IReadOnlyList<Member>> For(Alert alert, Obligation obligation, IReadOnlyList<string> asks, DateTimeOffset at, CancellationToken ct) =>
        For(alert, obligation, asks, at, [], ct);

    /// <summary>The people of any agency who answer for it and are on duty: whom an offer is made to.</summary>
    public async Task<IReadOnlyList<Member>> Of(Alert alert, string agency, DateTimeOffset at, CancellationToken ct)
    {
        List<Member> people = [];
        foreach (var (_, role) in Own(agency, StepAsks.Liaison).Concat(Own(agency, StepAsks.Chief)))
            people.AddRange(await rosters.OnDuty(agency, role, at, ct));
        return await Readers(alert, people, ct);
    }

    /// <summary>Notes for each obligation who would be asked at each step if it fired at this instant (<see cref="Obligation.Planned"/>).</summary>
    public async Task Foresee(Alert alert, IEnumerable<Obligation> obligations, Plan plan, DateTimeOffset at, CancellationToken ct)
    {
        // The steps ask for the same people again and again, of one agency and of all.
        var found = new Dictionary<(string, string), IReadOnlyList<Member>>();
        foreach (var obligation in obligations)
        {
            var planned = new Dictionary<int, List<Guid>>();
            foreach (var step in plan.Steps)
                planned[step.Level] = [.. (await For(alert, obligation, step.Asks, at, found, ct)).Select(m => m.Id)];
            obligation.Planned = JsonSerializer.Serialize(planned, Json.Options);
        }
    }

    /// <summary>The secretariat on duty, who is warned when a step finds nobody; the chair when nobody is there who may read the alert.</summary>
    public async Task<IReadOnlyList<Member>> Secretariat(Alert alert, DateTimeOffset at, CancellationToken ct)
    {
        var secretariat = await Readers(alert, await rosters.OnDuty(organisation.Secretariat.Code, MemberRole.Secretariat, at, ct), ct);
        return secretariat.Count > 0 ? secretariat : await Readers(alert, await rosters.OnDuty(organisation.Secretariat.Code, MemberRole.Chair, at, ct), ct);
    }

    private async Task<IReadOnlyList<Member>> For(
        Alert alert, Obligation obligation, IReadOnlyList<string> asks, DateTimeOffset at, Dictionary<(string, string), IReadOnlyList<Member>> found, CancellationToken ct)
    {
        List<Member> people = [];
        foreach (var word in asks)
            foreach (var post in Roles(alert, obligation, word))
            {
                if (!found.TryGetValue(post, out var there))
                    found[post] = there = await OnDuty(alert, post.Agency, post.Role, at, ct);
                people.AddRange(there.Where(m => !people.Exists(known => known.Id == m.Id)));
            }

        return people;
    }

    // Who may not be told of an alert cannot have been handed it: it stays with the last person before them who may.
    private async Task<IReadOnlyList<Member>> OnDuty(Alert alert, string agency, string role, DateTimeOffset at, CancellationToken ct)
    {
        var onDuty = await rosters.OnDuty(agency, role, at, ct);
        var readers = await Readers(alert, onDuty, ct);
        if (onDuty.Count == 0 || readers.Count > 0)
            return readers;
        foreach (var before in (await rosters.Before(agency, role, at, ct)).GroupBy(person => person.Turn.Until, person => person.Member))
            if (await Readers(alert, [.. before], ct) is { Count: > 0 } kept)
                return kept;
        return [];
    }

    private IEnumerable<(string Agency, string Role)> Roles(Alert alert, Obligation obligation, string word) => word switch
    {
        StepAsks.Liaison or StepAsks.Chief => Own(obligation.Agency, word),
        StepAsks.Secretariat or StepAsks.Chair => [(organisation.Secretariat.Code, word)],
        StepAsks.ChiefsOfAcknowledged => alert.Obligations.Where(o => o.State == ObligationState.Acknowledged && o.Id != obligation.Id).Select(o => (o.Agency, MemberRole.Chief)),
        _ => [],
    };

    // The secretariat's own obligation is answered by itself: it has no liaison or chief of its own kind.
    private IEnumerable<(string Agency, string Role)> Own(string agency, string word) =>
        agency == organisation.Secretariat.Code ? [(agency, word), (agency, word == StepAsks.Liaison ? MemberRole.Secretariat : MemberRole.Chair)] : [(agency, word)];

    private async Task<IReadOnlyList<Member>> Readers(Alert alert, IReadOnlyList<Member> people, CancellationToken ct)
    {
        if (people.Count == 0)
            return [];
        if (!admitted.TryGetValue(alert.Channel, out var admits))
            admitted[alert.Channel] = admits = await db.Admitted(alert.Channel, ct);
        var access = alert.Access();
        List<Member> readers = [];
        foreach (var member in people)
            if (!readers.Exists(known => known.Id == member.Id) && Permissions.MayRead(member.AsReader(), access, admits))
                readers.Add(member);
        return readers;
    }
}
