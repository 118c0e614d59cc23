using System.Text.Json;
using Timpora.Comms.Access;
using Timpora.Comms.Tests.Support;
using Timpora.Comms.WaysIn;

namespace Timpora.Comms.Tests.WaysIn;

/// <summary>What people do with keys and apps.</summary>
internal static class Keys
{
    /// <summary>Makes a key that is kept.</summary>
    public static async Task<AddPasskey.Response> Makes(this Person person, SoftKey key, string name = "Ponsel") =>
        await person.Post<AddPasskey.Response>("/api/passkeys", new { name, credential = key.Make(await person.Asked(key, "/api/passkeys/options")) });

    /// <summary>Comes in with a key.</summary>
    public static async Task<GetMe.Response> ComesInWith(this Person person, SoftKey key) =>
        await person.Post<GetMe.Response>("/api/session/passkey", new { credential = key.Use(await person.Asked(key, "/api/session/passkey/options")) });

    /// <summary>What the hub asks a browser for; the key then knows which page it is used on.</summary>
    public static async Task<JsonElement> Asked(this Person person, SoftKey key, string path)
    {
        if (key.Origin.Length == 0)
            key.Origin = person.Origin!;
        return await person.Post<JsonElement>(path, new { });
    }

    /// <summary>Sets a password and an app, and returns the app's secret.</summary>
    public static async Task<byte[]> SetsUpApp(this Person person, string password, DateTimeOffset now)
    {
        using var set = await person.Send(HttpMethod.Put, "/api/password", new { password });
        set.EnsureSuccessStatusCode();
        return await person.SecuresWithApp(now);
    }

    /// <summary>Sets up an app beside the password there is, and returns its secret.</summary>
    public static async Task<byte[]> SecuresWithApp(this Person person, DateTimeOffset now)
    {
        var begun = await person.Post<BeginAuthenticator.Response>("/api/authenticator", new { });
        var secret = OtpNet.Base32Encoding.ToBytes(begun.Secret);
        using var done = await person.Send(HttpMethod.Put, "/api/authenticator", new { token = begun.Token, code = Code(secret, now) });
        done.EnsureSuccessStatusCode();
        return secret;
    }

    /// <summary>What the app shows at a moment.</summary>
    public static string Code(byte[] secret, DateTimeOffset at) => new OtpNet.Totp(secret).ComputeTotp(at.UtcDateTime);
}
