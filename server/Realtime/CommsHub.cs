using MediatR;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Alerts;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Realtime;

/// <summary>The live line of a device: it follows channels, and bots may give commands over it.</summary>
internal sealed class CommsHub(IMediator mediator, FeedConnections connections) : Hub<ICommsClient>
{
    private FeedConnection Connection => connections.Of(Context.ConnectionId);

    /// <summary>Follows channels from cursors <c>[{channel, epoch, seq}]</c> on; replay and live entries come through <c>entries</c>.</summary>
    public Task Subscribe(HubBody cursors) =>
        mediator.Send(new Subscribe.Request(Connection, cursors.Read<IReadOnlyList<Subscribe.Cursor>>()), Context.ConnectionAborted);

    /// <summary>Follows channels no longer.</summary>
    public void Unsubscribe(HubBody channels)
    {
        foreach (var channel in channels.Read<IReadOnlyList<string>>().OfType<string>())
            Connection.Leave(channel);
    }

    /// <summary>The device has stored everything of a channel up to <paramref name="seq"/>; alerts among it are delivered.</summary>
    public async Task Received(HubBody channel, HubBody seq)
    {
        // Often there is nothing new in it, and then nothing is written.
        if (Connection.Received(channel.Read<string>(), seq.Read<long>()) is { } upTo)
            await mediator.Send(new MarkDelivered.Request(channel.Read<string>(), upTo), Context.ConnectionAborted);
    }

    /// <summary>As <c>POST /api/alerts</c>.</summary>
    public Task<object?> PostAlert(HubBody body) => Send(body.Read<PostAlert.Request>());

    /// <summary>As <c>POST /api/alerts/{id}/acknowledge</c>, with the alert's id as <c>alert</c>, or <c>id</c> as the alert itself calls it.</summary>
    public Task<object?> Acknowledge(HubBody body)
    {
        var answer = body.Read<Answer>();
        var alert = answer.Alert ?? answer.Id ?? throw Rejection.Field("alert", new("Sebutkan peringatannya.", "Name the alert."));
        return Send(new AcknowledgeAlert.Request(alert, answer.ClientKey, answer.Version, answer.Note, answer.DeviceAt));
    }

    private sealed record Answer(Guid? Alert, Guid? Id, Guid? ClientKey, int? Version, string? Note, DateTimeOffset? DeviceAt);

    private async Task<object?> Send<T>(IRequest<T> command) => Plain.Of(await mediator.Send(command, Context.ConnectionAborted));
}
