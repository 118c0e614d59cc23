using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Timpora.Comms.Tests.Support;

/// <summary>
/// A passkey and the browser around it, in software (WebAuthn level 3): ES256, no attestation. Each lie that a browser or a key could tell is a property.
/// </summary>
public sealed class SoftKey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(16);
    private string? owner;

    /// <summary>The page's origin as the browser states it.</summary>
    public string Origin { get; set; } = "";

    /// <summary>The domain that the key signs for; what the hub asked for unless set.</summary>
    public string? Domain { get; set; }

    /// <summary>Whether the key has asked for finger, face or PIN.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>How often it was used, as it counts; 0 for keys that do not count.</summary>
    public uint Count { get; set; }

    /// <summary>What <c>navigator.credentials.create</c> answers to these options.</summary>
    public JsonObject Make(JsonElement options)
    {
        owner = options.GetProperty("user").GetProperty("id").GetString();
        var point = key.ExportParameters(false).Q;
        byte[] publicKey = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] credential = [.. new byte[16], 0, (byte)id.Length, .. id, .. publicKey];
        var data = AuthenticatorData(Domain ?? options.GetProperty("rp").GetProperty("id").GetString()!, 0x40, credential);
        // {"fmt": "none", "attStmt": {}, "authData": bytes} in CBOR.
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return Credential(new JsonObject { ["clientDataJSON"] = Text(ClientData("webauthn.create", options)), ["attestationObject"] = Text(attestation), ["transports"] = new JsonArray() });
    }

    /// <summary>What <c>navigator.credentials.get</c> answers to these options.</summary>
    public JsonObject Use(JsonElement options)
    {
        var client = ClientData("webauthn.get", options);
        var data = AuthenticatorData(Domain ?? options.GetProperty("rpId").GetString()!, 0, []);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject { ["clientDataJSON"] = Text(client), ["authenticatorData"] = Text(data), ["signature"] = Text(signature), ["userHandle"] = owner });
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private byte[] AuthenticatorData(string domain, byte flags, byte[] credential)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(flags | 0x01 | (Verifies ? 0x04 : 0)), .. count, .. credential];
    }

    private byte[] ClientData(string type, JsonElement options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type, ["challenge"] = options.GetProperty("challenge").GetString(), ["origin"] = Origin, ["crossOrigin"] = false,
    }.ToJsonString());

    private JsonObject Credential(JsonObject response) =>
        new() { ["id"] = Text(id), ["rawId"] = Text(id), ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(), ["response"] = response };

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
