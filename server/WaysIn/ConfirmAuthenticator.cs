using FluentValidation;
using MediatR;
using Timpora.Comms.Access;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>The app's first code is right: from now on the password asks for one. With it come codes on paper, where the member has none.</summary>
public static class ConfirmAuthenticator
{
    /// <summary>The token of <see cref="BeginAuthenticator"/> and what the app shows.</summary>
    public sealed record Request(string Token, string Code) : ICommand<Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<Response>.ClientKey => null;
    }

    /// <summary>Codes on paper, shown this once.</summary>
    public sealed record Response(IReadOnlyList<string>? RecoveryCodes);

    internal static void Map(RouteGroupBuilder api) => api.MapPut("/authenticator", async (Request request, HttpContext http, Caller caller, IMediator mediator, SessionFinish finish) =>
    {
        var done = await mediator.Send(request, http.RequestAborted);
        await finish.IfUnfinished(http, caller.Id, SignInWay.PasswordAndCode);
        return TypedResults.Ok(done);
    }).WithMetadata(new OpenToUnfinished(), new AsksFreshSignIn());

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Token).NotEmpty().MaximumLength(1000);
            RuleFor(r => r.Code).NotEmpty().MaximumLength(20);
        }
    }

    internal sealed class Handler(Caller caller, HubDb db, OneTimeCodes codes) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await db.RequireOwn(caller, cancellationToken);
            if (member.PasswordHash is null)
                throw Rejection.Field("password", new Say("Buat kata sandi dahulu: kode aplikasi diminta bersamanya.", "Set a password first: the app's code goes with it."));
            var secret = new byte[request.Token.Length];
            if (!Convert.TryFromBase64String(request.Token, secret, out var length) || !codes.IsSecret(secret = secret[..length]))
                throw Rejection.Field("token", new Say("Mulai lagi dari gambar yang baru.", "Start again with a new picture."));
            if (codes.Step(secret, 0, request.Code) is not { } step)
                throw Rejection.Field("code", new Say("Kode ini tidak cocok. Periksa jam ponsel, lalu coba kode berikutnya.", "This code does not fit. Check the phone's clock and try the next code."));
            (member.CodeSecret, member.CodeStep) = (secret, step);
            return new Response(await db.FirstRecoveryCodes(member.Id, cancellationToken));
        }
    }
}
