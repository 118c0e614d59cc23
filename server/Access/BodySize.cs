using Microsoft.AspNetCore.Http.Features;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Access;

/// <summary>Keeps bodies small.</summary>
public static class BodySize
{
    /// <summary>The largest body any real request has.</summary>
    public const int Largest = 64 * 1024;

    /// <summary>
    /// How much of a refused body the server still reads and throws away. A connection closed on a sender in full flow would take
    /// the refusal with it, and the sender would see a broken line and try again.
    /// </summary>
    public const int Drained = 1024 * 1024;

    /// <summary>Adds the limit. Stands after authorization and origin: a stranger is told about neither.</summary>
    public static IApplicationBuilder UseBodySize(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength > Largest)
            throw new Rejection(Reasons.TooLarge);
        // A body that comes without its length is counted while it is read.
        if (context.Request.ContentLength is null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Largest;
        return next(context);
    });
}
