using Microsoft.EntityFrameworkCore;
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

// How what is stored lies in tables: keys, indexes and names.
public abstract partial class HubDb
{
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
            // Only what waits is in it: a row of the desk, and one that is done with, costs nothing.
            e.HasIndex(n => new { n.Transport, n.DueAt }).HasFilter("due_at IS NOT NULL");
        });
        builder.Entity<AlertLink>(e =>
        {
            e.HasKey(l => l.SecretHash);
            e.HasIndex(l => l.ExpiresAt);
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
        builder.Entity<Invitation>(e => e.HasIndex(i => i.SecretHash).IsUnique());
        builder.Entity<RecoveryCode>(e =>
        {
            e.HasKey(c => c.Hash);
            e.HasIndex(c => c.Member);
        });
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
