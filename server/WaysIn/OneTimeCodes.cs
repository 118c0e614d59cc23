using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OtpNet;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// Codes of authenticator apps (TOTP, RFC 6238: SHA-1, six digits, 30 seconds, as every app takes them). The secret is stored protected by the hub's keys.
/// A code is good in its own half minute and the one before and after, for clocks that are not quite right.
/// </summary>
public sealed class OneTimeCodes(IDataProtectionProvider protection, HubClock clock)
{
    /// <summary>Digits of a code.</summary>
    public const int Length = 6;

    private const string Issuer = "Timpora.Comms";

    private static readonly VerificationWindow Window = VerificationWindow.RfcSpecifiedNetworkDelay;

    private readonly IDataProtector protector = protection.CreateProtector("timpora.one-time-codes");

    /// <summary>A new secret of 160 random bits, protected: for the page until the first code has shown that the app has it, and then for the member's row.</summary>
    public byte[] NewSecret() => protector.Protect(RandomNumberGenerator.GetBytes(20));

    /// <summary>Whether these bytes are a secret that this hub has made.</summary>
    public bool IsSecret(byte[] secret) => Open(secret) is not null;

    /// <summary>What is typed into the app where no picture can be taken.</summary>
    public string Text(byte[] secret) => Base32Encoding.ToString(Opened(secret));

    /// <summary>What the picture for the app holds.</summary>
    public string Address(byte[] secret, string account) => new OtpUri(OtpType.Totp, Opened(secret), account, Issuer).ToString();

    /// <summary>The time step whose code this is; null when it is none that is good now, or when one as new was used before.</summary>
    public long? Step(byte[] secret, long used, string code) =>
        Open(secret) is { } key && new Totp(key).VerifyTotp(clock.Now().UtcDateTime, code.Replace(" ", "", StringComparison.Ordinal), out var step, Window) && step > used ? step : null;

    private byte[] Opened(byte[] secret) => Open(secret) ?? throw new InvalidOperationException("This is no secret of a member's app.");

    private byte[]? Open(byte[] secret)
    {
        try
        {
            return protector.Unprotect(secret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
