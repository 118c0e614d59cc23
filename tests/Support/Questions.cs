using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Tests.Support;

/// <summary>
/// The questions that one request asked the database, by their text: work compared without a stop-watch. A request is listened to when
/// its address carries <c>?listen=word</c>.
/// </summary>
public sealed class Questions : DbCommandInterceptor, IStartupFilter
{
    private const string Word = "listen";

    private readonly AsyncLocal<List<string>?> current = new();
    private readonly Dictionary<string, List<string>> heard = [];

    /// <summary>Adds the listening to an app.</summary>
    public static void Listen(IServiceCollection services)
    {
        var questions = new Questions();
        services.AddSingleton(questions);
        services.AddSingleton<IStartupFilter>(questions);
        services.ConfigureDbContext<SqliteHubDb>(o => o.AddInterceptors(questions));
        services.ConfigureDbContext<PostgresHubDb>(o => o.AddInterceptors(questions));
    }

    /// <summary>What the request with this word asked.</summary>
    public IReadOnlyList<string> Of(string word)
    {
        lock (heard)
            return heard.TryGetValue(word, out var questions) ? [.. questions] : [];
    }

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, proceed) =>
        {
            if (context.Request.Query[Word].ToString() is { Length: > 0 } word)
                lock (heard)
                    heard[word] = current.Value = [];
            await proceed(context);
        });
        next(app);
    };

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    private void Note(DbCommand command)
    {
        if (current.Value is { } questions)
            lock (heard)
                questions.Add(command.CommandText);
    }
}
