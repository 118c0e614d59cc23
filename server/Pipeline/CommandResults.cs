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

    /// <summary>Keeps first answers. A second one for the same key breaks the table's key and throws.</summary>
    public static async Task Keep(this HubDb db, params IReadOnlyList<CommandResult> results)
    {
        if (results.Count == 0)
            return;
        await using var statement = await db.Statement(results.Count == 1 ? one : Insert(results.Count), CancellationToken.None);
        for (var i = 0; i < results.Count; i++)
            statement.WithId($"@member{i}", results[i].Member).WithId($"@key{i}", results[i].ClientKey).With($"@fingerprint{i}", results[i].Fingerprint)
                .With($"@response{i}", results[i].Response).WithTime($"@at{i}", results[i].At);
        await statement.Run(CancellationToken.None);
    }

    private static readonly string one = Insert(1);

    private static string Insert(int rows) => "INSERT INTO command_results (member, client_key, fingerprint, response, at) VALUES "
        + string.Join(',', Enumerable.Range(0, rows).Select(i => $"(@member{i}, @key{i}, @fingerprint{i}, @response{i}, @at{i})"));
}
