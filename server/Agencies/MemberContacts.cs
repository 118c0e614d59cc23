using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Agencies;

/// <summary>
/// A member, or the agency's admin, says where the member is reached outside the hub. Personal data: nobody else reads it, and no answer is kept that would hold it twice.
/// </summary>
public static class MemberContacts
{
    /// <summary>Asks for a member's contacts.</summary>
    public sealed record Question(Guid Member) : IRequest<Response>;

    /// <summary>Where the member is reached; what is absent is not known.</summary>
    public sealed record Response(string? Email, string? Mobile);

    /// <summary>Sets both; what is absent or empty is forgotten. Setting the same twice changes nothing, so the key may be absent.</summary>
    public sealed record Request(Guid Member, Guid? ClientKey, string? Email, string? Mobile) : ICommand<Unit>;

    /// <summary>The body of the request.</summary>
    public sealed record Body(Guid? ClientKey, string? Email, string? Mobile);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/members/{id:guid}/contacts", (Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new Question(id), ct));
        api.MapPut("/members/{id:guid}/contacts", async (Guid id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new Request(id, body.ClientKey, body.Email, body.Mobile), ct);
            return TypedResults.NoContent();
        });
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.ClientKey).NotEqual(Guid.Empty);
            RuleFor(r => r.Email).Must(text => string.IsNullOrWhiteSpace(text) || Contacts.Email(text) is not null)
                .WithMessage(_ => new Say("Ini bukan alamat surel.", "This is no e-mail address.").ToString());
            RuleFor(r => r.Mobile).Must(text => string.IsNullOrWhiteSpace(text) || Contacts.Mobile(text) is not null)
                .WithMessage(_ => new Say("Ini bukan nomor ponsel. Contoh: 0812 3456 7890.", "This is no mobile number. Example: +62 812 3456 7890.").ToString());
        }
    }

    internal sealed class Reader(Caller caller, HubDb db) : IRequestHandler<Question, Response>
    {
        public async Task<Response> Handle(Question request, CancellationToken cancellationToken)
        {
            var member = await Find(caller, db.Users.AsNoTracking(), request.Member, cancellationToken);
            return new Response(member.Email, member.PhoneNumber);
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, Microsoft.AspNetCore.Identity.ILookupNormalizer names) : IRequestHandler<Request, Unit>
    {
        public async Task<Unit> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await Find(caller, db.Users, request.Member, cancellationToken);
            member.Email = string.IsNullOrWhiteSpace(request.Email) ? null : Contacts.Email(request.Email);
            member.NormalizedEmail = names.NormalizeEmail(member.Email);
            member.PhoneNumber = string.IsNullOrWhiteSpace(request.Mobile) ? null : Contacts.Mobile(request.Mobile);
            return Unit.Value;
        }
    }

    private static async Task<Member> Find(Caller caller, IQueryable<Member> members, Guid id, CancellationToken ct)
    {
        var reader = (await caller.Require(ct)).AsReader();
        var member = await members.FirstOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, ct) ?? throw new Rejection(Reasons.NotFound);
        return Permissions.MayKeepContacts(reader, member.Id, member.Agency) ? member : throw new Rejection(Reasons.NotPermitted);
    }
}
