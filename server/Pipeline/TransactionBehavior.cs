using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Realtime;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// One transaction around every command: commit, then announce. Answers a repeated client key itself with the first answer;
/// the same key with another body is refused. When the commit throws, the outcome is unknown and the caller retries with the
/// same key.
/// </summary>
public sealed class TransactionBehavior<TRequest, TResponse>(HubDb db, CommandTurns turns, ChannelLog log, Caller caller, HubClock clock, IAnnouncer announcer, HubMeter meter)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    /// <inheritdoc/>
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not IOnlyAppends)
            return await Run(request, next, onlyAppends: false, cancellationToken);
        try
        {
            return await Run(request, next, onlyAppends: true, cancellationToken);
        }
        catch (SharedTransactionException)
        {
            // Somebody else's part may have been the reason; alone, it is this command's own outcome.
            db.ChangeTracker.Clear();
            log.Forget();
            return await Run(request, next, onlyAppends: false, cancellationToken);
        }
    }

    private async Task<TResponse> Run(TRequest request, RequestHandlerDelegate<TResponse> next, bool onlyAppends, CancellationToken cancellationToken)
    {
        using var step = HubTrace.Command(typeof(TRequest));
        TResponse response = default!;
        Rejection? recorded = null;
        var sharing = onlyAppends ? () => new SharedPart { Act = request.ClientKey is { } act ? new ActKey(caller.Id, act) : null, Trace = step.Traced() } : (Func<SharedPart>?)null;
        await using (var turn = await turns.Begin(cancellationToken, sharing))
        {
            var fingerprint = request.ClientKey is null ? [] : Fingerprint(request);
            // Where it is shared, whoever writes for all asks it of all keys at once.
            if (turns.Part is null && request.ClientKey is { } repeated && await FirstAnswer(repeated, fingerprint, cancellationToken) is { } first)
                return first.Value;
            // After the lookup: what was stored is never said to be refused.
            if (request is INeedsRoom && !turns.HasRoom)
                throw new Rejection(Reasons.StorageFull);
            try
            {
                response = await next();
                // No longer given up when the caller hangs up: whether it was stored would be unknown, and a retry finds the answer.
                if (turns.Part is not { IsJoined: true })
                    await db.SaveChangesAsync(CancellationToken.None);
                if (request.ClientKey is { } key)
                    await Keep(new CommandResult
                    {
                        Member = caller.Id,
                        ClientKey = key,
                        Fingerprint = fingerprint,
                        Response = JsonSerializer.Serialize(response, Json.Options),
                        At = clock.Now(),
                    });
                var begun = Stopwatch.GetTimestamp();
                using (HubTrace.Commit())
                    await turn.Commit();
                meter.Committed(Stopwatch.GetElapsedTime(begun));
            }
            catch (Rejection refused) when (refused.IsRecorded)
            {
                await db.SaveChangesAsync(CancellationToken.None);
                await turn.Commit();
                recorded = refused;
            }
            catch (DbUpdateConcurrencyException)
            {
                throw new Rejection(Reasons.WriteConflict);
            }
            catch (Exception exception) when (exception.IsUniqueViolation() || exception is Rejection && request.ClientKey is not null)
            {
                // Two nodes or two calls met: whoever lost finds the winner's answer, if it was the same act. The loser may have come
                // to nothing already, because the winner had done it: "already closed" is no answer to who closed it.
                await turn.Rollback();
                db.ChangeTracker.Clear();
                if (request.ClientKey is { } key && await FirstAnswer(key, fingerprint, CancellationToken.None) is { } winner)
                    return winner.Value;
                if (exception is Rejection)
                    throw;
                throw new Rejection(Reasons.WriteConflict);
            }
        }

        if (log.EntriesAppended > 0)
            meter.Appended(log.EntriesAppended);
        if (log.Appended.Count > 0)
            announcer.Announce(step.Traced() is { } trace ? log.Appended.ConvertAll(h => h with { Trace = trace }) : log.Appended);

        return recorded is null ? response : throw recorded;
    }

    // With what was written: in the transaction that others share, by whoever writes for all.
    private async Task Keep(CommandResult result)
    {
        if (turns.Part is { IsJoined: true } part)
            part.Result = result;
        else
            await db.Keep(result);
    }

    private async Task<Answer?> FirstAnswer(Guid key, byte[] fingerprint, CancellationToken ct)
    {
        if (await db.FirstResult(caller.Id, key, ct) is not { } stored)
            return null;
        if (!stored.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            throw new Rejection(Reasons.ClientKeyReused);
        return new Answer(JsonSerializer.Deserialize<TResponse>(stored.Response, Json.Options)!);
    }

    private static byte[] Fingerprint(TRequest request) =>
        SHA256.HashData([.. JsonSerializer.SerializeToUtf8Bytes(typeof(TRequest).FullName, Json.Options), .. JsonSerializer.SerializeToUtf8Bytes(request, Json.Options)]);

    private sealed record Answer(TResponse Value);
}
