using System.Data.Common;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>Keeps and finds first answers, by hand because every command asks.</summary>
internal static class CommandResults
{
    private static readonly RowStatement<CommandResult> insert = new RowShape<CommandResult>(
        new Column<CommandResult, Guid>("member", r => r.Member), new Column<CommandResult, Guid>("client_key", r => r.ClientKey),
        new Column<CommandResult, byte[]>("fingerprint", r => r.Fingerprint), new Column<CommandResult, string>("response", r => r.Response),
        new Column<CommandResult, DateTimeOffset>("at", r => r.At)).InsertInto("command_results");

    /// <summary>The first answer to a member's key, with the fingerprint of what was asked; null when it is new.</summary>
    public static async Task<(byte[] Fingerprint, string Response)?> FirstResult(this HubDb db, Guid member, Guid key, CancellationToken ct)
    {
        await using var statement = await db.Statement("SELECT fingerprint, response FROM command_results WHERE member = @member AND client_key = @key", ct);
        await using var row = await statement.WithId("@member", member).WithId("@key", key).Read(ct);
        return await row.ReadAsync(ct) ? (row.GetFieldValue<byte[]>(0), row.GetString(1)) : null;
    }

    /// <summary>Asks a server which of these keys have an answer already; read with <see cref="ReadAnswered"/>.</summary>
    public static async Task AskAnswered(this Journey journey, IReadOnlyList<ActKey> keys, CancellationToken ct)
    {
        if (keys.Count == 0)
            return;
        // Key by key, by the index, whatever the planner knows of the table's size.
        var statement = await journey.Next(
            $"""
            SELECT k.member, k.client_key FROM (VALUES {Statements.Pairs(keys.Count)}) AS k(member, client_key)
            CROSS JOIN LATERAL (SELECT 1 FROM command_results r WHERE r.member = k.member AND r.client_key = k.client_key LIMIT 1) r
            """, ct);
        statement.WithPairs(keys, k => k.Member, k => k.Key);
    }

    /// <summary>The answer to <see cref="AskAnswered"/>.</summary>
    public static async Task<IReadOnlySet<ActKey>> ReadAnswered(DbDataReader reader, CancellationToken ct)
    {
        var answered = new HashSet<ActKey>();
        while (await reader.ReadAsync(ct))
            answered.Add(new ActKey(reader.GetGuid(0), reader.GetGuid(1)));
        return answered;
    }

    /// <summary>Keeps first answers. A second one for the same key breaks the table's key and throws.</summary>
    public static async Task Keep(this Journey journey, IReadOnlyList<CommandResult> results) => await insert.Write(results, journey, CancellationToken.None);

    /// <summary>As <see cref="Keep(Journey, IReadOnlyList{CommandResult})"/>, one by itself.</summary>
    public static async Task Keep(this HubDb db, CommandResult result)
    {
        await using var journey = new Journey(db);
        await journey.Keep([result]);
        await journey.End(CancellationToken.None);
    }
}

/// <summary>What an act is known by, whichever node it comes to: who did it, and the key that was made when they did.</summary>
public readonly record struct ActKey(Guid Member, Guid Key);
