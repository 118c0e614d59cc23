using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MediatR;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Realtime;

/// <summary>A connection in memory: what the hub writes waits in a queue, and writing can be made to stall as on a full socket.</summary>
internal sealed class FakeLine : HubConnectionContext
{
    private readonly Lock gate = new();
    private readonly List<InvocationMessage> written = [];
    private readonly List<Thread> threads = [];
    private TaskCompletionSource? stall;
    private HeldWrite? held;

    private FakeLine()
        : base(new DefaultConnectionContext(Guid.CreateVersion7().ToString()) { Transport = new Nowhere() }, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromHours(1) }, NullLoggerFactory.Instance)
    {
    }

    /// <summary>The hub's side of this line.</summary>
    public FeedConnection Connection { get; private set; } = null!;

    /// <summary>A line of a member of the team.</summary>
    public static async Task<FakeLine> Of(CommsApp app, string userName)
    {
        var member = await app.Read(db => db.Users.Where(m => m.UserName == userName).Select(m => m.Id).SingleAsync());
        var line = new FakeLine();
        line.Connection = new FeedConnection(line, member, "session", app.Services.GetRequiredService<TimeProvider>(), NullLogger.Instance);
        return line;
    }

    /// <summary>The real use case, as the hub's method sends it.</summary>
    public async Task Subscribes(CommsApp app, params Subscribe.Cursor[] cursors)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Is(Connection.Member);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Subscribe.Request(Connection, cursors), CancellationToken.None);
    }

    /// <summary>Takes what was written since the last time.</summary>
    public IReadOnlyList<InvocationMessage> Take()
    {
        lock (gate)
        {
            InvocationMessage[] taken = [.. written];
            written.Clear();
            return taken;
        }
    }

    /// <summary>How many messages were written on a thread.</summary>
    public int WrittenOn(Thread thread)
    {
        lock (gate)
            return threads.Count(t => t == thread);
    }

    /// <summary>Takes entries until a number has come; all numbers in the order they came.</summary>
    public async Task<IReadOnlyList<long>> Sees(long seq)
    {
        var seen = new List<long>();
        await Device.Until(() =>
        {
            seen.AddRange(Take().Where(c => c.Target == "entries").SelectMany(c => Entries(c).Entries).Select(e => e.Seq));
            return seen.Count > 0 && seen[^1] >= seq;
        });
        return seen;
    }

    /// <summary>From now on a write does not complete.</summary>
    public void Stalls()
    {
        lock (gate)
            stall ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The line takes what was pending.</summary>
    public void Flows()
    {
        lock (gate)
        {
            stall?.SetResult();
            stall = null;
        }
    }

    /// <summary>The next write is held until the test lets it go.</summary>
    public HeldWrite Holds()
    {
        lock (gate)
            return held = new HeldWrite();
    }

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            written.Add((InvocationMessage)message.Message!);
            threads.Add(Thread.CurrentThread);
            if (Interlocked.Exchange(ref held, null) is { } write)
                return new ValueTask(write, 0);
            return stall is null ? ValueTask.CompletedTask : new ValueTask(stall.Task);
        }
    }

    /// <summary>The entries of an <c>entries</c> call.</summary>
    public static (string Channel, string Epoch, IReadOnlyList<WireEntry> Entries) Entries(InvocationMessage call)
    {
        Assert.Equal("entries", call.Target);
        return ((string)call.Arguments[0]!, (string)call.Arguments[1]!, (WireEntry[])call.Arguments[2]!);
    }

    /// <summary>A write that ends when the test says so; whoever waits for it goes on within that very call, on the test's thread.</summary>
    internal sealed class HeldWrite : IValueTaskSource
    {
        private readonly TaskCompletionSource<Action> awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How to go on, once somebody waits.</summary>
        public Task<Action> Awaited => awaited.Task;

        public ValueTaskSourceStatus GetStatus(short token) => awaited.Task.IsCompleted ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

        public void GetResult(short token)
        {
        }

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            awaited.SetResult(() => continuation(state));
    }

    private sealed class Nowhere : IDuplexPipe
    {
        private readonly Pipe pipe = new();

        public PipeReader Input => pipe.Reader;

        public PipeWriter Output => pipe.Writer;
    }
}
