using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Timpora.Comms.Channels;

namespace Timpora.Comms.Realtime;

/// <summary>A channel's newest number in its epoch.</summary>
[MessagePackObject]
public sealed record WireHead([property: Key("epoch")] string Epoch, [property: Key("head")] long Head);

/// <summary>
/// The calls of <see cref="ICommsClient"/> as messages that are serialised once and shared by all connections they go to.
/// Arguments are of public types: MessagePack cannot write the compiler's own collections.
/// </summary>
internal static class HubCall
{
    public static SerializedHubMessage Entries(string channel, string epoch, WireEntry[] entries) => Call("entries", channel, epoch, entries);

    public static SerializedHubMessage Heads(Dictionary<string, WireHead> heads) => Call("heads", heads);

    public static SerializedHubMessage Resync(string channel) => Call("resync", channel);

    public static SerializedHubMessage Revoked(string channel) => Call("revoked", channel);

    private static SerializedHubMessage Call(string target, params object[] arguments) => new(new InvocationMessage(target, arguments));
}
