using FluentValidation;
using MediatR;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Alerts;

/// <summary>A member writes into an alert's thread.</summary>
public static class PostMessage
{
    /// <summary>Longest text, in characters.</summary>
    public const int TextLength = 4000;

    /// <summary>The text.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Text) : ICommand<Written>, INeedsRoom, IOnlyAppends;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Text).FreeText(1, TextLength);
        }
    }

    internal sealed class Handler(AlertLookup lookup, HubClock clock, ChannelLog log) : IRequestHandler<Request, Written>
    {
        public async Task<Written> Handle(Request request, CancellationToken ct)
        {
            // Who may read the alert may write in its thread; no lock: a message changes nothing about the alert.
            // Did access change before the entry has its number, it is asked again.
            var thread = await lookup.Thread(request.Alert, ct);
            if (thread.ClosedAt + Alert.ReopenWithin < clock.Now())
                throw new Rejection(Reasons.AlreadyClosed);
            var entry = (await log.Append(ct, new EntryDraft(thread.Channel, "message.posted", thread.Reader.Id.ToString(), request.Alert) { AllowedAs = thread.AclVersion }
                .With("agency", thread.Reader.Agency).Commit("text", request.Text!.Trim())))[0];
            return new Written(entry.Channel, entry.Seq);
        }
    }
}
