using Microsoft.AspNetCore.Authorization;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>Names the caller of every HTTP request from its session; the hub's filter does the same for each invocation.</summary>
public static class CallerFilter
{
    /// <summary>
    /// Names in whose name a request was written. The page's outbox sends it: what one member wrote without a line must not go
    /// out under another's name who signed in meanwhile, in this or another tab.
    /// </summary>
    public const string WriterHeader = "Timpora-Member";

    /// <summary>Sets <see cref="Caller"/>. Stands after authentication.</summary>
    public static IApplicationBuilder UseCaller(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.MemberId() is var id && id != Guid.Empty)
        {
            if (context.Request.Headers[WriterHeader] is { Count: > 0 } writer && !(Guid.TryParse(writer, out var named) && named == id))
                throw new Rejection(Reasons.SignInRequired);
            Check(context);
            context.RequestServices.GetRequiredService<Caller>().Is(id, context.Features.Get<ThreadAccess>());
        }

        return next(context);
    });

    // What a session is good for, beside who it is.
    private static void Check(HttpContext context)
    {
        // What is open to nobody is open to everybody; what SignalR or the router answers by themselves has no metadata.
        if (context.GetEndpoint()?.Metadata is not { Count: > 0 } endpoint || endpoint.GetMetadata<IAllowAnonymous>() is not null)
            return;
        if (context.Features.Get<CurrentSession>() is not { } session)
            throw new Rejection(Reasons.SignInRequired);
        if (session.IsUnfinished && endpoint.GetMetadata<OpenToUnfinished>() is null)
            throw new Rejection(Reasons.SecondFactorRequired);
        if (session.IsWall && endpoint.GetMetadata<OpenToScreens>() is null)
            throw new Rejection(Reasons.NotPermitted);
        // Who is still securing the account has come in within the hour, maybe with a link or a code that works no second time.
        if (!session.IsUnfinished && endpoint.GetMetadata<AsksFreshSignIn>() is not null && context.RequestServices.GetRequiredService<HubClock>().Now() - session.CreatedAt > AsksFreshSignIn.Within)
            throw new Rejection(Reasons.FreshSignInRequired);
    }

    /// <summary>The group all routes under <c>/api</c> are mapped on: signed in unless a route says otherwise.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app) => app.MapGroup("/api").RequireAuthorization();
}
