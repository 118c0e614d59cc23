namespace Timpora.Comms.Access;

/// <summary>Names the caller of every HTTP request from its session; the hub's filter does the same for each invocation.</summary>
public static class CallerFilter
{
    /// <summary>Sets <see cref="Caller"/>. Stands after authentication.</summary>
    public static IApplicationBuilder UseCaller(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.MemberId() is var id && id != Guid.Empty)
            context.RequestServices.GetRequiredService<Caller>().Is(id);
        return next(context);
    });

    /// <summary>The group all routes under <c>/api</c> are mapped on: signed in unless a route says otherwise.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app) => app.MapGroup("/api").RequireAuthorization();
}
