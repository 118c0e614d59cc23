using System.Text;
using MediatR;
using QRCoder;
using Timpora.Comms.Access;

namespace Timpora.Comms.WaysIn;

/// <summary>A member wants to set up an authenticator app. Nothing changes until its first code has shown that the app has the secret.</summary>
public static class BeginAuthenticator
{
    /// <summary>Asks for a secret.</summary>
    public sealed record Request : IRequest<Response>;

    /// <summary>
    /// What the app needs: as text, as an address, as a picture (a data URI of an SVG); and a <paramref name="Token"/> to send back with the first code.
    /// </summary>
    public sealed record Response(string Secret, string Address, string Picture, string Token);

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/authenticator", (IMediator mediator, CancellationToken ct) => mediator.Send(new Request(), ct)).WithMetadata(new OpenToUnfinished(), new AsksFreshSignIn());

    internal sealed class Handler(Caller caller, OneTimeCodes codes) : IRequestHandler<Request, Response>
    {
        public async Task<Response> Handle(Request request, CancellationToken cancellationToken)
        {
            var member = await caller.Require(cancellationToken);
            var secret = codes.NewSecret();
            var address = codes.Address(secret, member.UserName!);
            return new Response(codes.Text(secret), address, Picture(address), Convert.ToBase64String(secret));
        }

        private static string Picture(string address)
        {
            using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
            using var picture = new SvgQRCode(code);
            return "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(picture.GetGraphic(4)));
        }
    }
}
