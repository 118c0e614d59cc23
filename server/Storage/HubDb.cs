using System.Data;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;
using Timpora.Comms.Pipeline;
using Timpora.Comms.WaysIn;

namespace Timpora.Comms.Storage;

/// <summary>The one model for SQLite and PostgreSQL. Handlers talk to it directly; entries go through <see cref="ChannelLog"/> only.</summary>
public abstract partial class HubDb(DbContextOptions options) : IdentityUserContext<Member, Guid>(options), IDataProtectionKeyContext
{
    private (IDbContextTransaction? Of, List<object> Rows) fresh;

    /// <summary>Channels with their heads.</summary>
    public DbSet<Channel> Channels => Set<Channel>();

    /// <summary>Who joined what and read how far.</summary>
    public DbSet<ChannelMember> ChannelMembers => Set<ChannelMember>();

    /// <summary>Alerts.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>Obligations with their ladders.</summary>
    public DbSet<Obligation> Obligations => Set<Obligation>();

    /// <summary>Who got and saw which alert.</summary>
    public DbSet<Receipt> Receipts => Set<Receipt>();

    /// <summary>Steps that fired.</summary>
    public DbSet<Firing> Firings => Set<Firing>();

    /// <summary>Wake-ups.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();

    /// <summary>Links in wake-ups.</summary>
    public DbSet<AlertLink> AlertLinks => Set<AlertLink>();

    /// <summary>Rosters.</summary>
    public DbSet<DutyShift> DutyShifts => Set<DutyShift>();

    /// <summary>Shifts taken over.</summary>
    public DbSet<DutyHandover> DutyHandovers => Set<DutyHandover>();

    /// <summary>Who stands in for whom on a roster.</summary>
    public DbSet<DutyOverride> DutyOverrides => Set<DutyOverride>();

    /// <summary>Gaps that agencies have been told of.</summary>
    public DbSet<DutyGapNotice> DutyGapNotices => Set<DutyGapNotice>();

    /// <summary>First answers by client key.</summary>
    public DbSet<CommandResult> CommandResults => Set<CommandResult>();

    /// <summary>Signed-in browsers and programs.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>One-time links for the first administrator.</summary>
    public DbSet<FirstAdministratorLink> FirstAdministratorLinks => Set<FirstAdministratorLink>();

    /// <summary>Links for those who are to come in.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>Codes on paper.</summary>
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    /// <summary>Heartbeats.</summary>
    public DbSet<EngineBeat> EngineBeats => Set<EngineBeat>();

    /// <inheritdoc/>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>What locks the rows a SELECT reads; empty where a single writer needs no row locks.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>As <see cref="ForUpdate"/>, but passes over rows that another node holds.</summary>
    public abstract string ForUpdateSkipLocked { get; }

    /// <summary>How many rows one insert takes best: one where the statement stays prepared, many where each travels to a server.</summary>
    public abstract int RowsAtOnce { get; }

    /// <summary>The isolation under which a transaction that only reads sees one moment and holds up no writer.</summary>
    public abstract IsolationLevel Snapshot { get; }

    /// <summary>Ids of the alerts in whose texts all of <see cref="SearchWords"/> stand (one in the headline, another in a message), the newest first; after
    /// <paramref name="before"/>, which need not be among them. Knows nothing of who may read them. The index knows what <see cref="WordIndex"/> has taken.</summary>
    public abstract Task<IReadOnlyList<Guid>> FindAlertsSaying(IReadOnlyList<string> words, Guid? before, int limit, CancellationToken ct);

    /// <summary>
    /// Lets one transaction at a time pass that gives this name; the others wait until it ends. For what has no row to lock. Taken before every other
    /// lock, and only one of them. Nothing where a single writer holds the database.
    /// </summary>
    public abstract Task LockName(string name, CancellationToken ct);

    /// <summary>
    /// Locks one alert and loads it with its obligations. Everything that changes an alert or its ladders takes this lock first, so an
    /// acknowledgement and a firing step never both win. Null when there is none, or when another node is at it and that is skipped.
    /// </summary>
    public async Task<Alert?> LockAlert(Guid id, CancellationToken ct, bool skipLocked = false)
    {
        var sql = $"SELECT * FROM alerts WHERE id = {{0}}{(skipLocked ? ForUpdateSkipLocked : ForUpdate)}";
        // Asked around it for its columns by name: a kept statement with a star breaks when a newer node adds a column.
        var alert = (await Alerts.FromSqlRaw(sql, id).Where(a => a.Id == id).ToListAsync(ct)).FirstOrDefault();
        if (alert is not null)
            await Obligations.Where(o => o.AlertId == id).LoadAsync(ct);
        return alert;
    }

    /// <summary>
    /// Adds a row of one of the tables that <see cref="NewRows"/> writes, which no command changes once it is saved: following it for changes costs more
    /// than writing it. It is written as it then is, with the next save of the same transaction.
    /// </summary>
    public void AddRow(object row)
    {
        if (Database.CurrentTransaction is not { } transaction)
        {
            Add(row);
            return;
        }

        // The context serves others afterwards: what a transaction did not save ends with it.
        if (fresh.Of != transaction)
            fresh = (transaction, []);
        fresh.Rows.Add(row);
    }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var rows = fresh.Of is { } transaction && transaction == Database.CurrentTransaction ? fresh.Rows : [];
        fresh = default;
        return await NewRows.Write(this, rows, cancellationToken) + await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
