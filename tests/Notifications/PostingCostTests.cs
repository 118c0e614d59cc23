using System.Collections.Concurrent;
using System.Diagnostics;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Notifications;

/// <summary>A hub that reaches nobody outside does exactly the work it did before; one that does writes a few more rows.</summary>
public sealed class PostingCostTests
{
    // Statements written by hand pass no interceptor; the driver's own trace has all of them.
    public static TheoryData<Database> WithATrace => [.. Databases.All.Where(row => row.Data is Database.Postgres)];

    [Theory, MemberData(nameof(WithATrace))]
    public async Task Without_a_transport_a_post_asks_the_database_nothing_more(Database database)
    {
        ConcurrentQueue<(ActivityTraceId Trace, string Sql)> heard = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql)
                    heard.Enqueue((activity.TraceId, sql));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var without = await Outside.Start(database, withEmail: false, withSms: false);
        await using var with = await Outside.Start(database);
        // The first of each hub reads what is known from then on.
        await without.App.OfficerPosts(Reports.Operation());
        await with.App.OfficerPosts(Reports.Operation());
        var (few, more) = (await Asked(without.App), await Asked(with.App));

        Assert.DoesNotContain(few, IsAboutContacts);
        Assert.Single(few, IsAboutRows);
        Assert.DoesNotContain("@i20", few.Single(IsAboutRows), StringComparison.Ordinal);
        // With them: one look at who can be reached, and longer rows.
        Assert.Single(more, IsAboutContacts);
        Assert.Equal(few.Where(sql => !IsAboutRows(sql)), more.Where(sql => !IsAboutRows(sql) && !IsAboutContacts(sql)));

        async Task<List<string>> Asked(CommsApp app)
        {
            var officer = await app.As("petugas.kanim");
            using var trace = new Activity("post").Start();
            await officer.Post("/api/alerts", Reports.Operation());
            trace.Stop();
            return [.. heard.Where(h => h.Trace == trace.TraceId).Select(h => h.Sql)];
        }
    }

    private static bool IsAboutContacts(string sql) => sql.Contains("phone_number", StringComparison.Ordinal);

    private static bool IsAboutRows(string sql) => sql.Contains("INTO notifications", StringComparison.Ordinal);
}
