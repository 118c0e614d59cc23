using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using System.Text.Json;
using Timpora.Comms.Notifications;

namespace Timpora.Comms.Tests.Support;

/// <summary>A real HTTP server on a real port that takes text messages and keeps what it was sent; it can refuse, send elsewhere or hang.</summary>
public sealed class SmsGateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<Posted> posted = new();
    private readonly WebApplication app;

    private SmsGateway(WebApplication app) => this.app = app;

    /// <summary>A request as it came.</summary>
    public sealed record Posted(string Id, string Timestamp, string Signature, byte[] Body, string Path)
    {
        /// <summary>Whom it is for, in the template that the hub uses by itself.</summary>
        public string To => JsonElement.Parse(Body).GetProperty("to").GetString()!;

        /// <summary>What it says.</summary>
        public string Text => JsonElement.Parse(Body).GetProperty("text").GetString()!;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything that came, whatever was answered.</summary>
    public IReadOnlyList<Posted> Requests => [.. posted];

    /// <summary>What it answers: a status; 0 never comes.</summary>
    public Func<Posted, int> Answers { get; set; } = _ => 202;

    /// <summary>Starts one.</summary>
    public static async Task<SmsGateway> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var gateway = new SmsGateway(builder.Build());
        gateway.app.Urls.Add("http://127.0.0.1:0");
        gateway.app.MapPost("/{**path}", (RequestDelegate)gateway.Take);
        await gateway.app.StartAsync();
        gateway.Address = new Uri(gateway.app.Urls.First() + "/send");
        return gateway;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        var request = new Posted(headers[SmsTransport.IdHeader].ToString(), headers[SmsTransport.TimestampHeader].ToString(), headers[SmsTransport.SignatureHeader].ToString(),
            body.ToArray(), context.Request.Path);
        posted.Enqueue(request);
        var status = Answers(request);
        if (status == 0)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (status is 301 or 302 or 307 or 308)
            context.Response.Headers.Location = "/elsewhere";
        context.Response.StatusCode = status == 0 ? 503 : status;
    }
}
