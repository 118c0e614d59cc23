using System.Net.Http.Json;
using System.Text.Json;
using Timpora.Comms.Tests.Support;

namespace Timpora.Comms.Tests.Faults;

/// <summary>A member with a session, which every node of one database knows.</summary>
public sealed record Someone(string UserName, Guid Member, string Cookie)
{
    /// <summary>A demo member signs in at a node.</summary>
    public static async Task<Someone> SignIn(Uri node, string userName)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = node };
        http.DefaultRequestHeaders.Add("Origin", node.GetLeftPart(UriPartial.Authority));
        using var answer = await http.PostAsJsonAsync("/api/session", new { userName, password = CommsApp.Password });
        http.DefaultRequestHeaders.Add("Cookie", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        var me = await http.GetFromJsonAsync<JsonElement>("/api/me");
        return new Someone(userName, me.GetProperty("id").GetGuid(), http.DefaultRequestHeaders.GetValues("Cookie").Single());
    }
}
