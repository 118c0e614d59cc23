using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Agencies;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Tests.Support;

/// <summary>Stands in for the demo organisation's own set-up; goes as soon as that has landed.</summary>
internal static class Seed
{
    public static async Task Once(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (await db.Users.AnyAsync())
            return;
        var organisation = services.GetRequiredService<Organisation>();
        var names = scope.ServiceProvider.GetRequiredService<ILookupNormalizer>();
        var hash = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Member>>().HashPassword(new Member(), CommsApp.Password);
        foreach (var plan in organisation.Members)
            db.Users.Add(new Member
            {
                Id = Guid.CreateVersion7(), UserName = plan.UserName, NormalizedUserName = names.NormalizeName(plan.UserName), Name = plan.Name, Position = plan.Position,
                Agency = plan.Agency, Roles = plan.Roles.Aggregate(Roles.None, (all, role) => all | Enum.Parse<Roles>(role, ignoreCase: true)), PasswordHash = hash,
            });
        foreach (var channel in organisation.Channels)
            db.Channels.Add(new Channel { Slug = channel.Slug, Name = channel.Name, Kind = channel.Kind, Admits = [.. organisation.AdmittedTo(channel)], Epoch = "1" });
        foreach (var agency in organisation.Agencies)
            db.Channels.Add(new Channel { Slug = agency.DeskChannel, Name = agency.Name, Kind = ChannelKind.Desk, Admits = [agency.Code], Epoch = "1" });
        await db.SaveChangesAsync();
    }

    internal sealed class Silent : IAnnouncer
    {
        public void Announce(IReadOnlyList<Hint> hints)
        {
        }
    }
}
