using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>Codes on paper: ten, each of 80 random bits, each good once. Only their hashes are stored.</summary>
internal static class RecoveryCodes
{
    private const int Codes = 10, Bytes = 10, Group = 4;

    /// <summary>New codes for a member who has none; null for who has some.</summary>
    public static async Task<IReadOnlyList<string>?> FirstRecoveryCodes(this HubDb db, Guid member, CancellationToken ct) =>
        await db.RecoveryCodes.AnyAsync(c => c.Member == member, ct) ? null : await db.NewRecoveryCodes(member, ct);

    /// <summary>New codes; the old ones are good no longer.</summary>
    public static async Task<IReadOnlyList<string>> NewRecoveryCodes(this HubDb db, Guid member, CancellationToken ct)
    {
        await db.RecoveryCodes.Where(c => c.Member == member).ExecuteDeleteAsync(ct);
        List<string> codes = [.. Enumerable.Range(0, Codes).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(Bytes)))];
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { Hash = Hash(code), Member = member }));
        return codes.ConvertAll(code => string.Join('-', code.Chunk(Group).Select(part => new string(part))));
    }

    /// <summary>Takes a code of the member's; false when it is none, or was taken before.</summary>
    public static async Task<bool> SpendRecoveryCode(this HubDb db, Guid member, string code, CancellationToken ct)
    {
        var hash = Hash(code);
        return await db.RecoveryCodes.Where(c => c.Hash == hash && c.Member == member).ExecuteDeleteAsync(ct) == 1;
    }

    // As people write it down: in groups, in small letters, with spaces.
    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()));
}
