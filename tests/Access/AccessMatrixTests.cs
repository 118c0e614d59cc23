using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>
/// Every endpoint and every method of the hub, asked by everybody: each role of the agency that posted, of one that owes an answer, of one that the channel
/// admits and of one that it does not, the overseers, the auditor, a former member and nobody; about alerts of every mark. What each is answered is
/// declared in <c>Golden/access-matrix.json</c>, so a change of any cell is seen in review, and what is not declared here fails.
/// </summary>
public sealed class AccessMatrixTests
{
    private const string Channel = "matriks", Former = "former member", Nobody = "nobody", Guest = "tamu:Rumah Aman", Strong = "kapal-jendela-sore-79";

    private static readonly string[] marks = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

    private static readonly (string Name, string Agency)[] agencies = [("origin", "kanim"), ("required", "polresta"), ("admitted", "dinsos"), ("outside", "bp3mi")];

    private static readonly (string Name, Roles Roles)[] roles = [("officer", Roles.Officer), ("liaison", Roles.Liaison), ("chief", Roles.Chief), ("admin", Roles.Admin)];

    /// <summary>How each endpoint is asked: about an alert, about a member of the required agency, or about nothing in particular.</summary>
    private static readonly Dictionary<string, Func<Things, Ask>> asks = new()
    {
        ["ANY /healthz/live"] = _ => new("/healthz/live"),
        ["ANY /healthz/ready"] = _ => new("/healthz/ready"),
        ["GET /metrics"] = _ => new("/metrics"),
        ["GET /openapi/{documentName}.json"] = _ => new("/openapi/v1.json"),
        ["ANY /hub"] = _ => new("/hub?id=none"),
        ["ANY /hub/negotiate"] = _ => new("/hub/negotiate?negotiateVersion=1"),
        ["GET /api/me"] = _ => new("/api/me"),
        ["POST /api/session"] = _ => new("/api/session", new { userName = "nobody.known", password = "wrong" }),
        ["DELETE /api/session"] = _ => new("/api/session", EndsSession: true),
        ["GET /api/sessions"] = _ => new("/api/sessions"),
        ["DELETE /api/sessions"] = _ => new("/api/sessions"),
        ["DELETE /api/sessions/{id:guid}"] = t => new($"/api/sessions/{t.Session}", EndsSession: true),
        ["POST /api/session/passkey/options"] = _ => new("/api/session/passkey/options", new { }),
        ["POST /api/session/passkey"] = _ => new("/api/session/passkey", new { credential = new { } }),
        ["POST /api/session/recovery"] = _ => new("/api/session/recovery", new { userName = "nobody.known", code = "AAAA-BBBB" }),
        ["GET /api/ways-in"] = _ => new("/api/ways-in"),
        ["POST /api/passkeys/options"] = _ => new("/api/passkeys/options", new { }),
        ["POST /api/passkeys"] = _ => new("/api/passkeys", new { name = "Uji", credential = new { } }),
        ["DELETE /api/passkeys/{id}"] = _ => new("/api/passkeys/AAAA"),
        ["POST /api/authenticator"] = _ => new("/api/authenticator", new { }),
        ["PUT /api/authenticator"] = _ => new("/api/authenticator", new { token = "AAAA", code = "000000" }),
        ["DELETE /api/authenticator"] = _ => new("/api/authenticator"),
        ["PUT /api/password"] = _ => new("/api/password", new { password = "rahasia" }),
        ["POST /api/recovery-codes"] = _ => new("/api/recovery-codes", new { }),
        ["GET /api/invitations"] = _ => new("/api/invitations"),
        ["POST /api/invitations"] = _ => new("/api/invitations", new { roles = new[] { "officer" }, name = "Uji", position = "Uji", agency = "polresta" }),
        ["DELETE /api/invitations/{id:guid}"] = t => new($"/api/invitations/{t.Invitation}"),
        ["POST /api/invitations/look"] = _ => new("/api/invitations/look", new { token = new string('x', 43) }),
        ["POST /api/invitations/accept"] = _ => new("/api/invitations/accept", new { token = new string('x', 43), userName = "matrix.new" }),
        ["DELETE /api/channels/{slug}/guests/{organisation}"] = _ => new($"/api/channels/{Channel}/guests/Tidak%20Ada"),
        ["GET /api/wall"] = _ => new("/api/wall"),
        ["POST /api/first-administrator"] = _ => new("/api/first-administrator", new { token = new string('x', 43), userName = "matrix.first", name = "Uji", password = Strong }),
        ["POST /api/alert-links"] = t => new("/api/alert-links", new { clientKey = t.Key, secret = new string('x', 43) }),
        ["GET /api/organisation"] = _ => new("/api/organisation"),
        ["GET /api/members"] = _ => new("/api/members"),
        ["DELETE /api/members/{id:guid}"] = t => new($"/api/members/{t.Member}", new { clientKey = t.Key }, Uses: Used.Member),
        ["POST /api/members/{id:guid}/suspend"] = t => new($"/api/members/{t.Member}/suspend", Uses: Used.Member),
        ["POST /api/members/{id:guid}/restore"] = t => new($"/api/members/{t.Member}/restore"),
        ["GET /api/members/{id:guid}/contacts"] = t => new($"/api/members/{t.Member}/contacts"),
        ["PUT /api/members/{id:guid}/contacts"] = t => new($"/api/members/{t.Member}/contacts", new { clientKey = t.Key, email = "uji@contoh.example" }),
        ["GET /api/duty"] = _ => new("/api/duty?agency=polresta"),
        ["GET /api/duty/roster"] = _ => new("/api/duty/roster?agency=polresta"),
        ["POST /api/duty/assign"] = t => new("/api/duty/assign", new { clientKey = t.Key, agency = "polresta", role = "liaison", shifts = new[] { new { member = t.Liaison, from = "07:00", to = "07:00" } } }),
        ["POST /api/duty/override"] = t => new("/api/duty/override", new { clientKey = t.Key, agency = "polresta", role = "liaison", member = t.Liaison, from = t.Now, to = t.Now.AddHours(1) }),
        ["POST /api/duty/override/cancel"] = t => new("/api/duty/override/cancel", new { clientKey = t.Key, id = Guid.CreateVersion7() }),
        ["GET /api/duty/handover"] = _ => new("/api/duty/handover?role=liaison"),
        ["POST /api/duty/accept"] = t => new("/api/duty/accept", new { clientKey = t.Key, role = "liaison", seen = Array.Empty<object>() }),
        ["GET /api/measures"] = _ => new("/api/measures"),
        ["GET /api/exclusions"] = _ => new("/api/exclusions"),
        ["GET /api/channels"] = _ => new("/api/channels"),
        ["POST /api/channels/{slug}/join"] = t => new($"/api/channels/{Channel}/join", new { clientKey = t.Key }),
        ["POST /api/channels/{slug}/leave"] = t => new($"/api/channels/{Channel}/leave", new { clientKey = t.Key }),
        ["POST /api/channels/{slug}/read"] = t => new($"/api/channels/{Channel}/read", new { clientKey = t.Key, seq = 1 }),
        ["GET /api/channels/{slug}/entries"] = _ => new($"/api/channels/{Channel}/entries"),
        ["GET /api/alerts"] = _ => new("/api/alerts"),
        ["POST /api/alerts"] = t => new("/api/alerts", Report("CLEAR", [])),
        ["POST /api/alerts/search"] = _ => new("/api/alerts/search", new { q = "uji" }),
        ["POST /api/alerts/preview"] = t => new("/api/alerts/preview", Report("CLEAR", [])),
        ["GET /api/alerts/{id:guid}"] = t => new($"/api/alerts/{t.Alert}", Uses: Used.AlertReadOnly),
        ["POST /api/alerts/{id:guid}/seen"] = t => OnAlert(t, "seen"),
        ["POST /api/alerts/{id:guid}/acknowledge"] = t => OnAlert(t, "acknowledge"),
        ["POST /api/alerts/{id:guid}/undo"] = t => OnAlert(t, "undo"),
        ["POST /api/alerts/{id:guid}/decline"] = t => OnAlert(t, "decline"),
        ["POST /api/alerts/{id:guid}/delegate"] = t => OnAlert(t, "delegate"),
        ["POST /api/alerts/{id:guid}/accept"] = t => OnAlert(t, "accept"),
        ["POST /api/alerts/{id:guid}/waive"] = t => OnAlert(t, "waive"),
        ["POST /api/alerts/{id:guid}/messages"] = t => OnAlert(t, "messages"),
        ["POST /api/alerts/{id:guid}/progress"] = t => OnAlert(t, "progress"),
        ["POST /api/alerts/{id:guid}/resolve"] = t => OnAlert(t, "resolve"),
        ["POST /api/alerts/{id:guid}/update"] = t => OnAlert(t, "update"),
        ["POST /api/alerts/{id:guid}/reopen"] = t => OnAlert(t, "reopen"),
        ["POST /api/alerts/{id:guid}/cancel"] = t => OnAlert(t, "cancel"),
        ["POST /api/alerts/{id:guid}/escalate"] = t => OnAlert(t, "escalate"),
    };

    private static readonly Dictionary<string, Func<Things, object?[]>> calls = new()
    {
        [nameof(CommsHub.Subscribe)] = _ => [new[] { new { channel = Channel, epoch = "e-" + Channel, seq = 0 } }],
        [nameof(CommsHub.Unsubscribe)] = _ => [new[] { Channel }],
        [nameof(CommsHub.Received)] = _ => [Channel, 0],
        [nameof(CommsHub.PostAlert)] = _ => [Report("CLEAR", [])],
        [nameof(CommsHub.Acknowledge)] = t => [new { alert = t.Alert, clientKey = t.Key, version = 1 }],
    };

    private enum Used
    {
        Nothing,
        Alert,
        AlertReadOnly,
        Member,
    }

    [Fact]
    public async Task Everybody_is_answered_as_declared_at_every_door()
    {
        await using var app = CommsApp.StartInHand();
        var endpoints = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(m => $"{m} /{e.RoutePattern.RawText!.Trim('/')}"))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var team = await Team.Of(app);
        var matrix = new JsonObject();
        // What is not declared says here how it is asked; who is answered what is then reviewed in the file.
        Assert.Empty(endpoints.Except(asks.Keys));
        Assert.Empty(asks.Keys.Except(endpoints));
        foreach (var endpoint in endpoints)
            matrix[endpoint] = await team.Row(endpoint == "ANY /hub/negotiate" ? "POST" : endpoint.Split(' ')[0].Replace("ANY", "GET", StringComparison.Ordinal), asks[endpoint]);
        var methods = typeof(CommsHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(m => m.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(calls.Keys.Order(StringComparer.Ordinal), methods);
        foreach (var method in methods)
            matrix[$"HUB {method}"] = await team.Row(method, calls[method]);
        await Golden.Golden.Holds("access-matrix.json", matrix);
    }

    private static Dictionary<string, object?> Report(string mark, Guid[] recipients) => Reports.Operation().But(
        ("clientKey", Guid.CreateVersion7()), ("channel", Channel), ("tlp", mark), ("recipients", mark == "RED" ? recipients : null));

    private static Ask OnAlert(Things things, string act) =>
        new($"/api/alerts/{things.Alert}/{act}", Outsider.Acts(things.Key).Single(a => a.Act == act).Body, act == "seen" ? Used.AlertReadOnly : Used.Alert);

    private sealed record Ask(string Path, object? Body = null, Used Uses = Used.Nothing, bool EndsSession = false);

    private sealed record Things(Guid Alert, Guid Member, Guid Liaison, Guid Session, Guid Invitation, DateTimeOffset Now)
    {
        public Guid Key { get; } = Guid.CreateVersion7();
    }

    // Who asks, by what they are.
    private sealed class Team(CommsApp app)
    {
        private readonly List<(string Who, string UserName, Person Person)> all = [];
        private readonly Dictionary<string, Guid> fresh = [];
        private Guid liaison, member, session, invitation;
        private int members;

        public static async Task<Team> Of(CommsApp app)
        {
            await app.OpensChannel(Channel, "kanim", "polresta", "dinsos", Guest);
            var team = new Team(app);
            team.all.Add((Nobody, "", app.Anyone()));
            await app.Hires("matrix.former", "polresta", Roles.Liaison);
            await team.Adds(Former, "matrix.former");
            await app.Hires("matrix.admin", "polresta", Roles.Admin);
            await app.Removes("matrix.admin", "matrix.former");
            await team.Adds("poster", "petugas.kanim");
            foreach (var (agency, code) in agencies)
                foreach (var (role, held) in roles)
                {
                    var id = await app.Hires($"matrix.{agency}.{role}", code, held);
                    if ((agency, role) == ("required", "liaison"))
                        team.liaison = id;
                    await team.Adds($"{agency} {role}", $"matrix.{agency}.{role}");
                }

            await team.Adds("secretariat", "sekretariat.timpora");
            await team.Adds("chair", "ketua.timpora");
            await team.Adds("auditor", "auditor");
            await app.Hires("matrix.guest", Guest, Roles.Guest);
            await team.Adds("guest", "matrix.guest");
            await app.Hires("matrix.stranger", "tamu:Organisasi Lain", Roles.Guest);
            await team.Adds("guest of another channel", "matrix.stranger");
            await app.Hires("matrix.suspended", "polresta", Roles.Liaison);
            await team.Adds("suspended member", "matrix.suspended");
            await team.Is("required admin").Post($"/api/members/{await app.IdOf("matrix.suspended")}/suspend", new { });
            team.all.Add(("required wall", "", app.Anyone()));
            await team.SetsUpScreen();
            var unfinished = await app.Invited("matrix.unfinished");
            using (await unfinished.Send(HttpMethod.Put, "/api/password", new { password = Strong }))
                team.all.Add(("unfinished member", "matrix.unfinished", unfinished));
            await team.HiresMember();
            await team.KnowsSession();
            team.invitation = (await team.Is("required admin").Post<Invite.Response>("/api/invitations", new { roles = new[] { "officer" }, name = "Uji", position = "Uji" })).Id;
            return team;
        }

        public async Task<JsonObject> Row(string method, Func<Things, Ask> ask)
        {
            var row = new JsonObject();
            foreach (var (who, _, person) in all)
            {
                var cells = new List<string>();
                foreach (var mark in ask(await Things("CLEAR")).Uses is Used.Alert or Used.AlertReadOnly ? marks : ["CLEAR"])
                    cells.Add(await Answer(person, method, ask(await Things(mark))));
                row[who] = cells.Distinct().Count() == 1 ? cells[0] : string.Join(", ", cells.Zip(marks, (cell, mark) => $"{mark} {cell}"));
            }

            return row;
        }

        public async Task<JsonObject> Row(string method, Func<Things, object?[]> arguments)
        {
            var row = new JsonObject();
            foreach (var (who, _, person) in all)
                row[who] = await Answer(person, method, arguments(await Things("CLEAR")));
            return row;
        }

        private async Task<string> Answer(Person person, string method, object?[] arguments)
        {
            await using var line = person.Connect();
            var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            line.On<string, string, JsonElement>("entries", (_, _, _) => told.TrySetResult("entries"));
            line.On<string>("revoked", _ => told.TrySetResult("revoked"));
            try
            {
                await line.StartAsync();
                await line.InvokeCoreAsync(method, typeof(object), arguments);
                fresh.Clear();
                return method == nameof(CommsHub.Subscribe) ? await told.Task.WaitAsync(TimeSpan.FromSeconds(30)) : "accepted";
            }
            catch (HttpRequestException refused)
            {
                return $"{(int?)refused.StatusCode}";
            }
            catch (HubException refused)
            {
                return JsonNode.Parse(refused.Message[refused.Message.IndexOf('{', StringComparison.Ordinal)..])!["code"]!.GetValue<string>();
            }
        }

        private async Task<string> Answer(Person person, string method, Ask ask)
        {
            using var answer = await person.Send(new HttpMethod(method), ask.Path, ask.Body);
            DoorTests.HasStrictHeaders(answer);
            Assert.True(!ask.Path.StartsWith("/api", StringComparison.Ordinal) || answer.Headers.CacheControl is { NoStore: true }, ask.Path);
            var code = (int)answer.StatusCode;
            if (code < 300 && ask.Uses == Used.Alert)
                fresh.Clear();
            if (code < 300 && ask.Uses == Used.Member)
                await HiresMember();
            if (code < 300 && ask.EndsSession)
                await SignsInAgain(person);
            return answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? $"{code} {(await Person.ProblemOf(answer)).Code}" : $"{code}";
        }

        private async Task SignsInAgain(Person person)
        {
            var userName = all.Single(a => a.Person == person).UserName;
            if (userName.Length == 0)
            {
                // A screen that was signed out is set up anew.
                await SetsUpScreen();
                return;
            }

            using var again = await app.SignIn(userName, userName == "matrix.unfinished" ? Strong : CommsApp.Password);
            person.Cookie = again.Cookie;
            await KnowsSession();
        }

        private async Task SetsUpScreen()
        {
            var link = await Is("required admin").Post<Invite.Response>("/api/invitations", new { roles = new[] { "wall" }, name = "Uji", position = "Uji" });
            await Is("required wall").Post("/api/invitations/accept", new { token = link.Secret });
        }

        private async Task Adds(string who, string userName) => all.Add((who, userName, await app.SignIn(userName)));

        private Person Is(string who) => all.Single(a => a.Who == who).Person;

        private async Task KnowsSession() =>
            session = (await Is("required liaison").Get<Page<ListSessions.Item>>("/api/sessions")).Items.Single(s => s.Current).Id;

        private async Task HiresMember() => member = await app.Hires($"matrix.member.{++members}", "polresta", Roles.Officer);

        private async Task<Things> Things(string mark)
        {
            if (!fresh.TryGetValue(mark, out var alert))
                alert = fresh[mark] = (await Is("poster").Post<PostAlert.Response>("/api/alerts", Report(mark, [liaison]))).Id;
            return new Things(alert, member, liaison, session, invitation, app.Now);
        }
    }
}
