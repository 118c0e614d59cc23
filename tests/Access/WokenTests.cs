using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Notifications;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Access;

/// <summary>Who may not know of an alert any more is not woken for it, and how others were woken is shown only to whom it concerns.</summary>
public sealed class WokenTests
{
    private const string Liaison = "penghubung.polresta";

    [Fact]
    public async Task Right_before_sending_it_is_asked_once_more_whether_the_recipient_is_there_and_may_read_the_alert()
    {
        await using var outside = await Outside.Start();
        var id = (await outside.App.OfficerPosts(Reports.Operation())).Id;
        var (row, alert) = (await outside.Row("email"), await outside.App.Read(db => db.Alerts.AsNoTracking().Include(a => a.Obligations).SingleAsync(a => a.Id == id)));
        var recipient = await outside.App.Read(db => db.Users.AsNoTracking().SingleAsync(m => m.UserName == Liaison));
        Assert.Equal(recipient.Id, row.Recipient);
        Assert.Null(WhyNot());

        alert.ExcludedMembers = [recipient.Id];
        Assert.Equal(NotNeeded.NoAccess, WhyNot());
        alert.ExcludedMembers = [];
        recipient.RemovedAt = outside.App.Now;
        Assert.Equal(NotNeeded.Removed, WhyNot());

        string? WhyNot() => LastLook.WhyNot(row, alert, recipient, ["polresta"], hasIt: false);
    }

    [Fact]
    public async Task How_an_agencys_people_were_reached_is_shown_to_itself_to_who_posted_and_to_the_overseers()
    {
        await using var outside = await Outside.Start();
        var alert = (await outside.App.OfficerPosts(Reports.Operation("polresta", "dinsos").But(("tlp", "GREEN")))).Id;
        foreach (var (who, told) in new[]
        {
            ("petugas.kanim", "dinsos polresta"), ("sekretariat.timpora", "dinsos polresta"), ("ketua.timpora", "dinsos polresta"), ("petugas.polresta", "polresta"), ("kepala.dinsos", "dinsos"),
            ("penghubung.kodim", ""),
        })
            Assert.Equal(told, string.Join(' ', ((await outside.App.Opens(who, alert)).Reached ?? []).Select(r => r.Agency).Distinct().Order(StringComparer.Ordinal)));
    }
}
