using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Channels;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Alerts;

/// <summary>A required agency notes what it has done. The lead agency owes such notes; otherwise all acknowledge and nobody acts.</summary>
public static class NoteProgress
{
    /// <summary>The note.</summary>
    public sealed record Request(Guid Alert, Guid? ClientKey, string? Text) : ICommand<Written>;

    /// <summary>Shape.</summary>
    public sealed class Validator : AbstractValidator<Request>
    {
        /// <summary>Shape.</summary>
        public Validator()
        {
            RuleFor(r => r.ClientKey).ClientKey();
            RuleFor(r => r.Text).FreeText(1, PostMessage.TextLength);
        }
    }

    internal sealed class Handler(AlertLookup lookup, ChannelLog log, IMediator mediator) : IRequestHandler<Request, Written>
    {
        public async Task<Written> Handle(Request request, CancellationToken ct)
        {
            var found = await lookup.Lock(request.Alert, ct);
            var alert = found.Alert;
            if (!Permissions.MayNoteProgress(found.Reader, alert.Access()))
                throw new Rejection(Reasons.NotPermitted);
            found.RequireOpen();
            alert.State = AlertState.InProgress;
            alert.Revision++;
            if (found.Own is { Lead: true } own)
                await mediator.Publish(new LeadProgressed(alert, own), ct);
            var entry = (await log.Append(ct, new EntryDraft(alert.Channel, "progress.noted", found.Member.Id.ToString(), alert.Id)
                .With("agency", found.Member.Agency).Commit("text", request.Text!.Trim())))[0];
            return new Written(entry.Channel, entry.Seq);
        }
    }
}
