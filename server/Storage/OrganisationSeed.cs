using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Duty;

namespace Timpora.Comms.Storage;

/// <summary>Brings the organisation file into the database: missing channels and desks on every start, the demo people once.</summary>
public static class OrganisationSeed
{
    /// <summary>Password of every demo account. Demo accounts exist in Development on loopback only.</summary>
    public const string DemoPassword = "Timpora-Demo-1";

    /// <summary>Until when demo accounts are locked where others can reach the hub; no wrong password locks as long.</summary>
    private static readonly DateTimeOffset Always = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Roles> RoleOf = new(StringComparer.Ordinal)
    {
        [MemberRole.Officer] = Roles.Officer, [MemberRole.Liaison] = Roles.Liaison, [MemberRole.Chief] = Roles.Chief, [MemberRole.Secretariat] = Roles.Secretariat,
        [MemberRole.Chair] = Roles.Chair, [MemberRole.Admin] = Roles.Admin, [MemberRole.Auditor] = Roles.Auditor,
    };

    /// <summary>Adds channels the file has and the database lacks, and follows changed names and admissions. Removes nothing: a log is kept.</summary>
    public static async Task SeedChannels(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        var organisation = scope.ServiceProvider.GetRequiredService<Organisation>();
        var stored = await db.Channels.ToDictionaryAsync(c => c.Slug, ct);
        List<string> changed = [];
        var planned = organisation.Channels.Select(plan => (plan.Slug, plan.Name, plan.Kind, Admits: organisation.AdmittedTo(plan)))
            .Concat(organisation.Agencies.Select(a => (Slug: a.DeskChannel, Name: "Meja " + a.Name, Kind: ChannelKind.Desk, Admits: (IReadOnlyList<string>)[a.Code])));
        foreach (var (slug, name, kind, admits) in planned)
        {
            if (!stored.TryGetValue(slug, out var channel))
                db.Channels.Add(channel = new Channel { Slug = slug, Epoch = Channel.NewEpoch(), Name = name, Kind = kind, Admits = [.. admits] });
            channel.Name = name;
            // Guests are admitted by people, not by the file.
            List<string> all = [.. admits, .. channel.Admits.Where(GuestOrganisations.Is)];
            if (channel.Admits.SequenceEqual(all))
                continue;
            channel.Admits = all;
            changed.Add(slug);
        }

        if (!db.ChangeTracker.HasChanges())
            return;
        using (await scope.ServiceProvider.GetRequiredService<WriteGate>().Enter(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.SaveChangesAsync(ct);
            // Other nodes know by the version that they must ask anew who may read, and somebody else may raise it at this moment.
            await db.Channels.Where(c => changed.Contains(c.Slug)).ExecuteUpdateAsync(set => set.SetProperty(c => c.AclVersion, c => c.AclVersion + 1), ct);
            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Whether this is a demo account where others can reach the hub: it lets nobody in, whatever they show.</summary>
    public static bool IsLockedDemo(Member member) => member.IsDemo && member.LockoutEnd >= Always;

    /// <summary>
    /// Demo accounts work only where nobody else can reach the hub. Elsewhere they are locked and their sessions end, also those of
    /// an earlier start on loopback.
    /// </summary>
    public static async Task OpenOrLockDemo(this IServiceProvider services, bool isOpen, CancellationToken ct)
    {
        if (isOpen)
            await services.SeedDemoPeople(ct);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (!await db.Users.AnyAsync(m => m.IsDemo, ct))
            return;
        using (await scope.ServiceProvider.GetRequiredService<WriteGate>().Enter(ct))
        {
            DateTimeOffset? until = isOpen ? null : Always;
            await db.Users.Where(m => m.IsDemo && m.LockoutEnd != until).ExecuteUpdateAsync(set => set.SetProperty(m => m.LockoutEnd, until), ct);
            if (!isOpen)
                await db.Sessions.Where(s => db.Users.Any(m => m.Id == s.Member && m.IsDemo)).ExecuteDeleteAsync(ct);
        }
    }

    /// <summary>Adds the file's people with the demo password, their channels and their rosters, unless anybody exists already.</summary>
    private static async Task SeedDemoPeople(this IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (await db.Users.AnyAsync(ct))
            return;
        var organisation = scope.ServiceProvider.GetRequiredService<Organisation>();
        var names = scope.ServiceProvider.GetRequiredService<ILookupNormalizer>();
        // One hash for all: hashing is slow on purpose, and everybody knows this password anyway.
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Member>>().HashPassword(new Member(), DemoPassword);
        var now = scope.ServiceProvider.GetRequiredService<HubClock>().Now();
        // In the file's order, which lists by id then show.
        var ids = Ids.Rising(organisation.Members.Count, now);
        var members = organisation.Members.Select((plan, i) => new Member
        {
            Id = ids[i], UserName = plan.UserName, NormalizedUserName = names.NormalizeName(plan.UserName), PasswordHash = hash,
            SecurityStamp = Guid.CreateVersion7().ToString("N"), LockoutEnabled = true, IsDemo = true, Name = plan.Name, Position = plan.Position, Agency = plan.Agency,
            Roles = plan.Roles.Aggregate(Roles.None, (all, word) => all | RoleOf[word]),
        }).ToDictionary(m => m.UserName!);
        db.Users.AddRange(members.Values);
        db.DutyShifts.AddRange(organisation.Rosters.SelectMany(plan => Rosters.ToRows(plan, name => members.TryGetValue(name, out var member) ? member.Id : null, now)));
        using (await scope.ServiceProvider.GetRequiredService<WriteGate>().Enter(ct))
            await db.SaveChangesAsync(ct);
    }
}
