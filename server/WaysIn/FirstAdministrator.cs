using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>
/// The first administrator of a fresh installation makes an account with the one-time link that the first start printed. The
/// link's secret stands in its fragment, which no browser sends anywhere; only the secret's hash is stored.
/// </summary>
public static class FirstAdministrator
{
    /// <summary>How long a printed link is good; the next start prints another.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);

    /// <summary>The link's secret and the account to make. There is no client key: a link works once.</summary>
    public sealed record Request(string Token, string UserName, string Name, string Password) : ICommand<GetMe.Response>
    {
        /// <inheritdoc/>
        Guid? ICommand<GetMe.Response>.ClientKey => null;
    }

    internal static void Map(RouteGroupBuilder api) => api.MapPost("/first-administrator", async (Request request, IMediator mediator, CancellationToken ct) =>
        TypedResults.Created("/api/me", await mediator.Send(request, ct))).AllowAnonymous();

    /// <summary>
    /// Makes a link if nobody has an account yet, and returns its secret; otherwise null. Links of other nodes that start at the
    /// same time stay good: the first one used ends them all.
    /// </summary>
    public static async Task<string?> MakeFirstAdministratorLink(this IServiceProvider services, CancellationToken ct)
    {
        using var turn = await services.GetRequiredService<WriteGate>().Enter(ct);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HubDb>();
        if (await db.Users.AnyAsync(m => !m.IsDemo, ct))
            return null;
        var secret = Invitation.NewSecret();
        db.FirstAdministratorLinks.Add(new FirstAdministratorLink { SecretHash = Invitation.Hash(secret), CreatedAt = services.GetRequiredService<HubClock>().Now() });
        await db.SaveChangesAsync(ct);
        return secret;
    }

    /// <summary>Prints the link for whoever started the program. Not through the log: logs are kept and read by others.</summary>
    public static void PrintFirstAdministratorLink(this WebApplication app, string? secret)
    {
        if (secret is null)
            return;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        address = address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        var output = Console.Out;
        output.WriteLine("  Belum ada akun. Tautan sekali pakai untuk admin pertama / no account yet, one-time link for the first administrator:");
        output.WriteLine($"  {address}/#/admin-pertama/{secret}");
        output.WriteLine();
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator(IOptions<IdentityOptions> options)
        {
            RuleFor(r => r.Token).NotEmpty().MaximumLength(100);
            RuleFor(r => r.UserName).NotEmpty().AccountName(options.Value);
            RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
            RuleFor(r => r.Password).NotEmpty().MinimumLength(PasswordStrength.Shortest).MaximumLength(PasswordStrength.Longest);
        }
    }

    internal sealed class Handler(HubDb db, HubClock clock, Organisation organisation, UserManager<Member> accounts) : IRequestHandler<Request, GetMe.Response>
    {
        public async Task<GetMe.Response> Handle(Request request, CancellationToken cancellationToken)
        {
            await Spend(request.Token, cancellationToken);
            PasswordStrength.Require(request.Password, request.UserName, request.Name);
            var member = await accounts.Make(
                new Member { Id = Guid.CreateVersion7(), UserName = request.UserName, Name = request.Name.Trim(), Position = "Administrator", Agency = organisation.Secretariat.Code, Roles = Roles.Admin }, request.Password);
            return GetMe.Response.From(member, organisation, isUnfinished: true);
        }

        // Taking the link and making the account are one transaction: a refused account gives the link back.
        private async Task Spend(string token, CancellationToken ct)
        {
            var now = clock.Now();
            var oldest = now - LinkLife;
            var given = Invitation.Hash(token);
            var good = await db.FirstAdministratorLinks.Where(l => l.UsedAt == null && l.CreatedAt > oldest).Select(l => l.SecretHash).ToListAsync(ct);
            var isGood = false;
            foreach (var hash in good)
                isGood |= CryptographicOperations.FixedTimeEquals(hash, given);
            // Whoever comes second finds no unused row, also on another node and with another link.
            if (!isGood || await db.FirstAdministratorLinks.Where(l => l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), ct) == 0)
                throw new Rejection(Reasons.LinkSpent);
        }
    }
}
