using System.Data;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Alerts;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;
using Timpora.Comms.Escalations;
using Timpora.Comms.Notifications;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Storage;

/// <summary>The one model for SQLite and PostgreSQL. Handlers talk to it directly; entries go through <see cref="ChannelLog"/> only.</summary>
public abstract class HubDb(DbContextOptions options) : IdentityUserContext<Member, Guid>(options), IDataProtectionKeyContext
{
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

    /// <summary>Heartbeats.</summary>
    public DbSet<EngineBeat> EngineBeats => Set<EngineBeat>();

    /// <inheritdoc/>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>What locks the rows a SELECT reads; empty where a single writer needs no row locks.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>As <see cref="ForUpdate"/>, but passes over rows that another node holds.</summary>
    public abstract string ForUpdateSkipLocked { get; }

    /// <summary>The isolation under which a transaction that only reads sees one moment and holds up no writer.</summary>
    public abstract IsolationLevel Snapshot { get; }

    /// <summary>Ids of the alerts in whose texts all of <see cref="SearchWords"/> stand (one in the headline, another in a message), the newest first; after
    /// <paramref name="before"/>, which need not be among them. Knows nothing of who may read them. SQLite knows what <see cref="WordIndex"/> has taken.</summary>
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
        var alert = (await Alerts.FromSqlRaw(sql, id).ToListAsync(ct)).FirstOrDefault();
        if (alert is not null)
            await Obligations.Where(o => o.AlertId == id).LoadAsync(ct);
        return alert;
    }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        await NewRows.Write(this, cancellationToken) + await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Member>(e =>
        {
            e.ToTable("members");
            e.HasIndex(m => m.Agency);
        });
        builder.Entity<Channel>(e => e.HasKey(c => c.Slug));
        // Their only reader and writer is ChannelLog; here they stand for the migrations.
        builder.Entity("entries", e =>
        {
            e.Property<string>("channel");
            e.Property<long>("seq");
            e.Property<string>("kind").IsRequired();
            e.Property<string>("at").IsRequired();
            e.Property<string>("actor").IsRequired();
            e.Property<Guid?>("alert_id");
            e.Property<string>("data").IsRequired();
            e.Property<byte[]>("prev_hash").IsRequired();
            e.Property<byte[]>("hash").IsRequired();
            e.Property<long>("acl_version");
            e.Property<string>("epoch").IsRequired();
            e.HasKey("channel", "seq");
            e.HasIndex("alert_id", "channel", "seq");
            e.HasOne(typeof(Channel).FullName!, null).WithMany().HasForeignKey("channel").OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity("reveals", e =>
        {
            e.Property<string>("channel");
            e.Property<long>("seq");
            e.Property<string>("field");
            e.Property<byte[]>("salt").IsRequired();
            e.Property<string>("value").IsRequired();
            e.Property<bool>("in_feed");
            e.HasKey("channel", "seq", "field");
        });
        builder.Entity<ChannelMember>(e =>
        {
            e.HasKey(m => new { m.Channel, m.Member });
            e.HasIndex(m => m.Member);
        });
        builder.Entity<Alert>(e =>
        {
            e.Property(a => a.Level).HasConversion<string>();
            e.Property(a => a.Status).HasConversion<string>();
            e.Property(a => a.State).HasConversion<string>();
            e.Property(a => a.PossibleVictims).HasConversion<string>();
            e.Property(a => a.Revision).IsConcurrencyToken();
            e.HasIndex(a => new { a.Channel, a.Seq });
            e.HasIndex(a => a.PostedAt);
            e.HasIndex(a => new { a.Regency, a.PostedAt });
            e.HasMany(a => a.Obligations).WithOne().HasForeignKey(o => o.AlertId);
        });
        builder.Entity<Obligation>(e =>
        {
            e.Property(o => o.State).HasConversion<string>();
            e.Property(o => o.StateBefore).HasConversion<string>();
            e.Property(o => o.Escalation).HasConversion<string>();
            e.Property(o => o.Revision).IsConcurrencyToken();
            e.HasIndex(o => new { o.AlertId, o.Agency }).IsUnique();
            e.HasIndex(o => new { o.Agency, o.State });
            e.HasIndex(o => o.WakeAt);
        });
        builder.Entity<Receipt>(e => e.HasKey(r => new { r.AlertId, r.Member, r.Version }));
        builder.Entity<Firing>(e => e.HasKey(f => new { f.Obligation, f.Version, f.Round, f.Level }));
        builder.Entity<Notification>(e =>
        {
            e.Property(n => n.State).HasConversion<string>();
            e.HasIndex(n => new { n.AlertId, n.Recipient, n.Version, n.Round, n.Level, n.Transport }).IsUnique();
        });
        builder.Entity<DutyShift>(e => e.HasIndex(s => new { s.Agency, s.Role }));
        builder.Entity<DutyHandover>(e => e.HasKey(h => new { h.Agency, h.Role, h.ShiftStart }));
        builder.Entity<DutyOverride>(e => e.HasIndex(o => o.Until));
        builder.Entity<DutyGapNotice>(e => e.HasKey(n => new { n.Agency, n.Role, n.Since }));
        builder.Entity<CommandResult>(e => e.HasKey(r => new { r.Member, r.ClientKey }));
        builder.Entity<Session>(e =>
        {
            e.HasKey(s => s.Key);
            e.HasIndex(s => s.Member);
            e.HasIndex(s => s.ExpiresAt);
        });
        builder.Entity<FirstAdministratorLink>(e => e.HasKey(l => l.SecretHash));
        builder.Entity<EngineBeat>(e => e.HasKey(b => b.Name));

        foreach (var entity in builder.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()))
        {
            entity.SetTableName(Snake(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Snake(property.Name));
        }
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 && !char.IsUpper(name[i - 1]) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
