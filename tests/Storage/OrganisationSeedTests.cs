using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Channels;
using Timpora.Comms.Storage;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

/// <summary>A start brings the channels' rows to what the organisation's file says.</summary>
public sealed class OrganisationSeedTests
{
    /// <summary>Nodes that run already, and messages that were let in before, know by the access version that they must ask anew.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Changed_admissions_raise_the_access_version_and_unchanged_ones_do_not(Database database)
    {
        await using var app = CommsApp.Start(database);
        var planned = await Tppo(app);
        await app.Read(async db =>
        {
            (await db.Channels.SingleAsync(c => c.Slug == "tppo")).Admits = ["polresta"];
            return await db.SaveChangesAsync();
        });
        var others = await Others(app);
        await app.Services.SeedChannels(CancellationToken.None);
        var followed = await Tppo(app);
        Assert.Equal(planned.Admits, followed.Admits);
        Assert.Equal(planned.AclVersion + 1, followed.AclVersion);
        await app.Services.SeedChannels(CancellationToken.None);
        Assert.Equal(followed.AclVersion, (await Tppo(app)).AclVersion);
        Assert.Equal(others, await Others(app));
    }

    private static Task<Channel> Tppo(CommsApp app) => app.Read(db => db.Channels.AsNoTracking().SingleAsync(c => c.Slug == "tppo"));

    private static Task<List<long>> Others(CommsApp app) => app.Read(db => db.Channels.Where(c => c.Slug != "tppo").OrderBy(c => c.Slug).Select(c => c.AclVersion).ToListAsync());
}
