using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>Keeps and finds first answers, by hand because every command asks.</summary>
internal static class CommandResults
{
    /// <summary>The first answer to a member's key, with the fingerprint of what was asked; null when it is new.</summary>
    public static async Task<(byte[] Fingerprint, string Response)?> FirstResult(this HubDb db, Guid member, Guid key, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT fingerprint, response FROM command_results WHERE member = @member AND client_key = @key", ct);
        await using var row = await statement.WithId("@member", member).WithId("@key", key).Read(ct);
        return await row.ReadAsync(ct) ? (row.GetFieldValue<byte[]>(0), row.GetString(1)) : null;
    }

    /// <summary>Keeps the first answer. A second one for the same key breaks the table's key and throws.</summary>
    public static async Task Keep(this HubDb db, CommandResult result)
    {
        await using var statement = await db.Statement(
            "INSERT INTO command_results (member, client_key, fingerprint, response, at) VALUES (@member, @key, @fingerprint, @response, @at)", CancellationToken.None);
        await statement.WithId("@member", result.Member).WithId("@key", result.ClientKey).With("@fingerprint", result.Fingerprint)
            .With("@response", result.Response).WithTime("@at", result.At).Run(CancellationToken.None);
    }
}
