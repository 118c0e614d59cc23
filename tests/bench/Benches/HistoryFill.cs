using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Escalations;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Bench.Benches;

/// <summary>
/// Writes a history without the hub: alerts with their obligations, and one channel's valid chain of messages, so many to a
/// transaction. A few of the open ladders are due first, the rest follow minute by minute.
/// </summary>
internal sealed class HistoryFill(HubDb db, Organisation organisation, int entries, int open)
{
    /// <summary>The word that a few alerts have and the others have not.</summary>
    public const string RareWord = "bagogadung";

    /// <summary>How many alerts have it.</summary>
    public const int RareAlerts = 3;

    private const int EntriesPerAlert = 25;
    private const int PerTransaction = 50_000;
    private static readonly string[] agencies = ["polresta", "kanim", "uptdppa", "dinsos"];

    /// <summary>From when on the open ladders want something, one a minute.</summary>
    public static DateTimeOffset FirstWake { get; } = TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>Writes it all.</summary>
    public async Task Run()
    {
        var poster = await db.Users.AsNoTracking().FirstAsync(m => m.UserName == "petugas.kanim");
        var alerts = await Alerts(poster);
        await db.Database.OpenConnectionAsync();
        await Entries(poster, alerts);
    }

    private async Task<List<Guid>> Alerts(Member poster)
    {
        List<Guid> ids = [];
        var count = Math.Max(entries / EntriesPerAlert, (open + agencies.Length - 1) / agencies.Length);
        var began = TimeProvider.System.GetUtcNow().AddDays(-400);
        var plan = Plan.Freeze(organisation.LadderOf(nameof(AlertLevel.Mendesak)), TimeSpan.FromMinutes(1)).ToJson();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        for (var i = 0; i < count; i++)
        {
            var at = began.AddMinutes(i);
            var isOpen = (count - 1 - i) * agencies.Length < open;
            var alert = new Alert
            {
                Id = Guid.CreateVersion7(at), Channel = Hub.Channel(0), Seq = i + 1, CaseType = "TPPO", Level = AlertLevel.Mendesak, Headline = $"Perkara lama di kecamatan {i % 97}",
                Narrative = i >= count - RareAlerts ? $"Dua orang menunggu di gudang {RareWord}." : $"Laporan warga tentang penampungan di gudang blok {i % 211}.",
                RegionCode = "18.71", PossibleVictims = PossibleVictims.Unknown, State = isOpen ? AlertState.Open : AlertState.Resolved, Poster = poster.Id, PosterAgency = poster.Agency,
                PostedAt = at, Tlp = TlpMark.Amber, RequiredAgencies = [.. agencies], Plan = plan, ClosedAt = isOpen ? null : at.AddHours(3),
            };
            for (var a = 0; a < agencies.Length; a++)
                if (isOpen ? ((count - 1 - i) * agencies.Length) + a < open : a == 0)
                    alert.Obligations.Add(Obligation(alert, agencies[a], isOpen, ((count - 1 - i) * agencies.Length) + a));
            db.Alerts.Add(alert);
            ids.Add(alert.Id);
            if (i % 5000 != 4999 && i != count - 1)
                continue;
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        return ids;
    }

    private static Obligation Obligation(Alert alert, string agency, bool isOpen, int number) => new()
    {
        Id = Guid.CreateVersion7(alert.PostedAt), AlertId = alert.Id, Agency = agency, Lead = agency == agencies[0], DueAt = FirstWake.AddMinutes(number), Level = 1,
        State = isOpen ? ObligationState.Notified : ObligationState.Closed, Escalation = isOpen ? EscalationState.Running : EscalationState.Stopped,
        NextStepAt = isOpen ? FirstWake.AddMinutes(number) : null, WakeAt = isOpen ? FirstWake.AddMinutes(number) : null, NotifiedAt = alert.PostedAt,
    };

    private async Task Entries(Member poster, List<Guid> alerts)
    {
        var channel = await db.Channels.AsNoTracking().FirstAsync(c => c.Slug == Hub.Channel(0));
        var hash = channel.HeadHash;
        var at = "";
        for (var seq = 0L; seq < entries;)
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await using var entry = Prepared("INSERT INTO entries (channel, seq, kind, at, actor, alert_id, data, prev_hash, hash, acl_version, epoch) VALUES (@a,@b,@c,@d,@e,@f,@g,@h,@i,0,@j)", 10);
            await using var reveal = Prepared("INSERT INTO reveals (channel, seq, field, salt, value, in_feed) VALUES (@a,@b,'text',@c,@d,1)", 4);
            for (var i = 0; i < PerTransaction && seq < entries; i++)
            {
                seq++;
                var alert = alerts[(int)((seq - 1) * alerts.Count / entries)];
                at = Canonical.Time(FirstWake.AddDays(-401).AddSeconds(seq * 30));
                var (salt, text) = (RandomNumberGenerator.GetBytes(32), $"Catatan nomor {seq.ToString(CultureInfo.InvariantCulture)} dari lapangan.");
                var data = Canonical.Write(new Dictionary<string, object> { ["agency"] = poster.Agency, ["text"] = new Dictionary<string, object> { ["commit"] = Canonical.Commit(salt, text) } });
                var before = hash;
                hash = Canonical.Hash(hash, Canonical.Entry(poster.Id.ToString(), alert, at, channel.Slug, data, channel.Epoch, "message.posted", seq));
                Execute(entry, channel.Slug, seq, "message.posted", at, poster.Id.ToString(), alert.ToString().ToUpperInvariant(), data, before, hash, channel.Epoch);
                Execute(reveal, channel.Slug, seq, salt, text);
            }

            // The word index, at once: in the hub's small portions a million texts would take minutes.
            await db.Database.ExecuteSqlRawAsync("INSERT INTO search (rowid, words) SELECT row, words FROM search_pending ORDER BY row; DELETE FROM search_pending");
            await transaction.CommitAsync();
        }

        await using var raise = Prepared("UPDATE channels SET head = @a, head_hash = @b, head_at = @c WHERE slug = @d", 4);
        Execute(raise, (long)entries, hash, at, channel.Slug);
    }

    private DbCommand Prepared(string text, int parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (db.Database.CurrentTransaction as Microsoft.EntityFrameworkCore.Infrastructure.IInfrastructure<DbTransaction>)?.Instance;
        command.CommandText = text;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@{(char)('a' + i)}", DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Execute(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}
