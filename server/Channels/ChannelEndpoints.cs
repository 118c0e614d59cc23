using System.Globalization;
using MediatR;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Channels;

/// <summary>The channels' routes.</summary>
public static class ChannelEndpoints
{
    internal sealed record KeyBody(Guid? ClientKey);

    internal sealed record ReadBody(Guid? ClientKey, long? Seq);

    /// <summary>Maps them into the API's group.</summary>
    public static IEndpointRouteBuilder MapChannels(this IEndpointRouteBuilder api)
    {
        var channels = api.MapGroup("/channels");
        channels.MapGet("/", async (IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new ListChannels.Request(), ct)));
        channels.MapPost("/{slug}/join", async (string slug, KeyBody? body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new JoinChannel.Request(slug, body?.ClientKey), ct)));
        channels.MapPost("/{slug}/leave", async (string slug, KeyBody? body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new LeaveChannel.Request(slug, body?.ClientKey), ct)));
        channels.MapPost("/{slug}/read", async (string slug, ReadBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new MarkRead.Request(slug, body.ClientKey, body.Seq), ct)));
        // Numbers come as text so that a wrong one is refused by the name of its field.
        channels.MapGet("/{slug}/entries", async (string slug, string? after, string? limit, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(
                new ReadEntries.Request(slug, Number("after", after, 0), (int)Math.Clamp(Number("limit", limit, 100), 1, ReadEntries.Most)), ct)));
        return api;
    }

    private static long Number(string field, string? text, long otherwise) =>
        text is null ? otherwise
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Rejection.Field(field, new Say("Bukan bilangan bulat.", "Not a whole number."));
}
