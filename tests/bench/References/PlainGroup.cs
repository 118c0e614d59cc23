using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Timpora.Comms.Bench.Load;

namespace Timpora.Comms.Bench.References;

/// <summary>What a team writes in an afternoon: SignalR with a group per channel, nothing stored and nobody asked who they are.</summary>
internal static class PlainGroup
{
    /// <summary>Serves until it is ended.</summary>
    public static async Task Run(int port)
    {
        var app = Servers.Build(port, services =>
        {
            services.AddSignalR(o => o.MaximumParallelInvocationsPerClient = 64).AddMessagePackProtocol();
            services.AddSingleton<Rooms>();
        });
        app.MapHub<GroupHub>("/hub");
        await Servers.Serve(app);
    }

    private sealed class Rooms : ConcurrentDictionary<string, Room>;

    private sealed class Room
    {
        private readonly Lock gate = new();
        private uint number;

        // Numbered and handed to SignalR in one go, or two posts at once could turn around.
        public Task Send(IHubCallerClients clients, string channel, string text)
        {
            lock (gate)
            {
                var stamped = text.ToCharArray();
                Span<byte> mark = stackalloc byte[Marks.Length];
                Marks.Write(mark, ++number);
                for (var i = 0; i < mark.Length; i++)
                    stamped[3 + Marks.Length + i] = (char)mark[i];
                return clients.Group(channel).SendAsync("entries", channel, number, new string(stamped));
            }
        }
    }

    private sealed class GroupHub(Rooms rooms) : Microsoft.AspNetCore.SignalR.Hub
    {
        public Task Join(string channel) => Groups.AddToGroupAsync(Context.ConnectionId, channel);

        public Task Post(string channel, string text) => rooms.GetOrAdd(channel, _ => new Room()).Send(Clients, channel, text);
    }
}
