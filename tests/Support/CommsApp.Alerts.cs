using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Alerts;
using Timpora.Comms.Escalations;
using Timpora.Comms.Pipeline;
using Xunit;

namespace Timpora.Comms.Tests.Support;

// What people do with alerts.
public sealed partial class CommsApp
{
    private readonly ConcurrentDictionary<string, Person> signedIn = new();

    /// <summary>A demo member at their device; signs in once, and again when a working day has passed.</summary>
    public async Task<Person> As(string userName)
    {
        if (signedIn.TryGetValue(userName, out var known) && Now - known.Since < TimeSpan.FromHours(11))
            return known;
        var person = await SignIn(userName);
        person.Since = Now;
        return signedIn[userName] = person;
    }

    /// <summary>An officer posts an alert.</summary>
    public async Task<PostAlert.Response> OfficerPosts(Dictionary<string, object?>? report = null, string by = "petugas.kanim") =>
        await (await As(by)).Post<PostAlert.Response>("/api/alerts", report ?? Reports.HoldingHouse());

    /// <summary>Somebody acknowledges for their agency.</summary>
    public async Task<ObligationView> Acknowledges(string who, Guid alert, string? note = null, int version = 1, DateTimeOffset? deviceAt = null, Guid? clientKey = null) =>
        await (await As(who)).Post<ObligationView>($"/api/alerts/{alert}/acknowledge", new { clientKey = clientKey ?? Guid.CreateVersion7(), version, note, deviceAt });

    /// <summary>Who acknowledged takes it back.</summary>
    public Task<ObligationView> Undoes(string who, Guid alert) => Does<ObligationView>(who, alert, "undo", new { clientKey = Guid.CreateVersion7() });

    /// <summary>A liaison or chief declines for their agency.</summary>
    public Task<ObligationView> Declines(string who, Guid alert, string reason = "Bukan wilayah kerja kami.") =>
        Does<ObligationView>(who, alert, "decline", new { clientKey = Guid.CreateVersion7(), reason });

    /// <summary>Somebody offers what their agency owes to another one; what it owes is answered.</summary>
    public Task<ObligationView> Offers(string who, Guid alert, string to, string reason = "Lebih dekat ke lokasi.") =>
        Does<ObligationView>(who, alert, "delegate", new { clientKey = Guid.CreateVersion7(), agency = to, reason });

    /// <summary>Somebody takes over what was offered to their agency.</summary>
    public Task<ObligationView> Accepts(string who, Guid alert) => Does<ObligationView>(who, alert, "accept", new { clientKey = Guid.CreateVersion7() });

    /// <summary>Somebody changes an alert.</summary>
    public Task<UpdateAlert.Response> Updates(string who, Guid alert, object changes, int version = 1, bool correction = false) =>
        Does<UpdateAlert.Response>(who, alert, "update", new { clientKey = Guid.CreateVersion7(), version, changes, correction });

    /// <summary>The lead takes back that an alert is over.</summary>
    public Task<AlertStanding> Reopens(string who, Guid alert, string reason = "Ada laporan baru.") =>
        Does<AlertStanding>(who, alert, "reopen", new { clientKey = Guid.CreateVersion7(), reason });

    /// <summary>The secretariat releases an agency.</summary>
    public Task<ObligationView> Waives(string who, Guid alert, string agency, string reason = "Ditangani provinsi.") =>
        Does<ObligationView>(who, alert, "waive", new { clientKey = Guid.CreateVersion7(), agency, reason });

    /// <summary>Somebody notes what their agency did.</summary>
    public Task<Written> NotesProgress(string who, Guid alert, string text = "Tim sudah di lokasi.") =>
        Does<Written>(who, alert, "progress", new { clientKey = Guid.CreateVersion7(), text });

    /// <summary>Somebody writes into the alert's thread.</summary>
    public Task<Written> Writes(string who, Guid alert, string text = "Kami menuju lokasi.") =>
        Does<Written>(who, alert, "messages", new { clientKey = Guid.CreateVersion7(), text });

    /// <summary>Somebody does not wait for the ladder.</summary>
    public Task<ObligationView> Escalates(string who, Guid alert, string agency) =>
        Does<ObligationView>(who, alert, "escalate", new { clientKey = Guid.CreateVersion7(), agency });

    /// <summary>The lead ends the alert; unless said otherwise, somebody has screened and found no victim.</summary>
    public Task<AlertStanding> Resolves(string who, Guid alert, string outcome = "TIDAK-TERBUKTI", object? screening = null) =>
        Does<AlertStanding>(who, alert, "resolve", new { clientKey = Guid.CreateVersion7(), outcome, screening = screening ?? new { result = "not-a-victim" } });

    /// <summary>The poster's side withdraws the alert.</summary>
    public Task<AlertStanding> Cancels(string who, Guid alert, string reason = "Salah kirim.") =>
        Does<AlertStanding>(who, alert, "cancel", new { clientKey = Guid.CreateVersion7(), reason });

    /// <summary>Somebody opens the alert.</summary>
    public async Task<AlertView> Opens(string who, Guid alert) => await (await As(who)).Get<AlertView>($"/api/alerts/{alert}");

    /// <summary>What one agency owes, as the poster sees it.</summary>
    public async Task<ObligationView> Owes(string agency, Guid alert, string seenBy = "petugas.kanim") =>
        (await Opens(seenBy, alert)).Obligations.Single(o => o.Agency == agency);

    /// <summary>Somebody tries something with an alert and is refused.</summary>
    public async Task<RejectionMapping.Problem> Refused(string who, Guid alert, string act, object body) =>
        await (await As(who)).Refused(HttpMethod.Post, $"/api/alerts/{alert}/{act}", body);

    /// <summary>Somebody writes the roster of a role of their agency, whole.</summary>
    public async Task Assigns(string who, string role, params (Guid Member, string From, string To)[] shifts) => await (await As(who)).Post("/api/duty/assign", new
    {
        clientKey = Guid.CreateVersion7(), role, shifts = shifts.Select(s => new { member = s.Member, from = s.From, to = s.To }),
    });

    /// <summary>Somebody comes on duty: reads what is handed over and accepts exactly that.</summary>
    public async Task<AcceptShift.Response> Accepts(string who, string role)
    {
        var waiting = await (await As(who)).Get<GetHandover.Response>($"/api/duty/handover?role={role}");
        return await (await As(who)).Post<AcceptShift.Response>("/api/duty/accept", new { clientKey = Guid.CreateVersion7(), role, obligations = waiting.Obligations.Select(o => o.Alert).Distinct() });
    }

    /// <summary>An agency's roster for a role is empty.</summary>
    public Task NobodyIsOnDuty(string agency, string role) => Read(db => db.DutyShifts.Where(s => s.Agency == agency && s.Role == role).ExecuteDeleteAsync());

    /// <summary>An admin removes a member of their agency.</summary>
    public async Task Removes(string admin, string member)
    {
        using var answer = await (await As(admin)).Send(HttpMethod.Delete, $"/api/members/{await IdOf(member)}", new { clientKey = Guid.CreateVersion7() });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>Somebody says where they are reached outside the hub.</summary>
    public async Task IsReachedAt(string who, string? email, string? mobile)
    {
        using var answer = await (await As(who)).Send(HttpMethod.Put, $"/api/members/{await IdOf(who)}/contacts", new { clientKey = Guid.CreateVersion7(), email, mobile });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<T> Does<T>(string who, Guid alert, string act, object body) => await (await As(who)).Post<T>($"/api/alerts/{alert}/{act}", body);
}
