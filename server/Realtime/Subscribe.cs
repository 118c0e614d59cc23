using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Realtime;

/// <summary>
/// A device follows channels from its cursors on: a complete replay, then live, without a gap; or a word that this cannot be.
/// </summary>
public static class Subscribe
{
    /// <summary>How far a device has got in a channel; an empty epoch with number 0 is "from the beginning".</summary>
    public sealed record Cursor(string Channel, string? Epoch, long Seq);

    internal sealed record Request(FeedConnection Connection, IReadOnlyList<Cursor> Cursors) : IRequest<Unit>;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Cursors).Must(c => c.Count <= FeedConnection.MostFeeds).WithMessage(_ => TooMany.ToString());
            RuleForEach(r => r.Cursors).NotNull().ChildRules(cursor =>
            {
                cursor.RuleFor(c => c.Channel).NotEmpty().MaximumLength(100);
                cursor.RuleFor(c => c.Epoch).MaximumLength(100);
                cursor.RuleFor(c => c.Seq).GreaterThanOrEqualTo(0);
            });
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, ChannelTails tails, Budgets budgets, HubMeter meter) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var connection = request.Connection;
            var cursors = request.Cursors.GroupBy(c => c.Channel).ToDictionary(g => g.Key, g => g.Last());
            if (connection.Followed.Union(cursors.Keys).Count() > FeedConnection.MostFeeds)
                throw Rejection.Field("cursors", TooMany);

            var slugs = cursors.Keys.ToList();
            var channels = await db.Channels.AsNoTracking().Where(c => slugs.Contains(c.Slug)).ToDictionaryAsync(c => c.Slug, ct);
            // After the channels: what is known of the member is then at least as fresh as their access versions.
            var member = await db.Users.AsNoTracking().FirstOrDefaultAsync(m => m.Id == caller.Id && m.RemovedAt == null, ct)
                ?? throw new Rejection(Reasons.SignInRequired);
            foreach (var cursor in cursors.Values)
                await Follow(connection, cursor, channels.GetValueOrDefault(cursor.Channel), member.AsReader(), ct);
            return Unit.Value;
        }

        private async Task Follow(FeedConnection connection, Cursor cursor, Channel? channel, Reader reader, CancellationToken ct)
        {
            if (channel is null || !Permissions.MayRead(reader, channel))
                connection.Leave(cursor.Channel, HubCall.Revoked(cursor.Channel));
            else if (!Fits(cursor, channel))
            {
                meter.ToldToResync();
                connection.Leave(cursor.Channel, HubCall.Resync(cursor.Channel));
            }
            else
            {
                if (cursor.Seq > 0)
                    meter.Resumed();
                budgets.Of(caller.Id).Replay.Take((int)Math.Min(int.MaxValue, channel.Head - cursor.Seq));
                var tail = await tails.Open(channel, ct);
                // This node may not have been told yet of what was just read: nobody is served by older facts than those they came with.
                tail.Hear(new Hint(channel.Slug, channel.Epoch, channel.Head, channel.AclVersion));
                connection.Follow(new Feed(connection, tail, cursor.Seq, reader, channel.AclVersion));
            }
        }

        private static bool Fits(Cursor cursor, Channel channel) =>
            cursor.Seq <= channel.Head && (string.IsNullOrEmpty(cursor.Epoch) ? cursor.Seq == 0 : cursor.Epoch == channel.Epoch);
    }

    private static readonly Say TooMany = new($"Paling banyak {FeedConnection.MostFeeds} kanal.", $"At most {FeedConnection.MostFeeds} channels.");
}
