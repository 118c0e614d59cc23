using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// Turns whatever went wrong into one kind of answer: RFC 9457 problem details with a stable code, the same over HTTP and over
/// the hub. Says nothing about the inside of the hub and repeats nothing that was sent.
/// </summary>
public static partial class RejectionMapping
{
    /// <summary>The body of a refusal.</summary>
    public sealed record Problem(
        string Type, string Title, int Status, string Detail, string Code, bool Retryable, IReadOnlyDictionary<string, string[]>? Errors);

    /// <summary>Adds the one place where exceptions end. A fault of the hub itself is logged here and nowhere else.</summary>
    public static IApplicationBuilder UseRejections(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } && !context.WebSockets.IsWebSocketRequest)
                await Write(context, new Rejection(Meant(context.Response.StatusCode)));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var rejection = From(exception);
            if (exception is not Rejection && rejection.Reason.Status >= 500)
                Log(context).LogError(exception, "A request failed: {Method} {Path}", context.Request.Method, context.GetEndpoint()?.DisplayName);
            // A body that broke off in the middle leaves Kestrel's HTTP/1.1 connection unusable (10.0.12: "Reading is already in
            // progress"); saying so keeps clients from sending their next request into it.
            if (exception is BadHttpRequestException && context.Request.Protocol == HttpProtocol.Http11)
                context.Response.Headers.Connection = "close";
            await Write(context, rejection);
        }
    });

    /// <summary>The same body as text; over the hub it is the message of the exception the caller gets.</summary>
    public static string Body(Exception exception) => JsonSerializer.Serialize(Describe(From(exception)), Json.Options);

    /// <summary>Which refusal an exception stands for.</summary>
    public static Rejection From(Exception exception) => exception switch
    {
        Rejection rejection => rejection,
        BadHttpRequestException { InnerException: JsonException wrong } => From(wrong),
        JsonException wrong => new Rejection(Reasons.MalformedRequest, FieldOf(wrong)),
        BadHttpRequestException bad => new Rejection(Meant(bad.StatusCode)),
        _ => new Rejection(exception.IsDiskFull() ? Reasons.StorageFull : Reasons.InternalFailure),
    };

    /// <summary>Answers with a refusal where nothing is thrown, such as an authentication challenge.</summary>
    public static Task Write(HttpContext context, Rejection rejection)
    {
        var problem = Describe(rejection);
        context.Response.StatusCode = problem.Status;
        if (rejection.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsJsonAsync(problem, Json.Options, "application/problem+json", context.RequestAborted);
    }

    private static Problem Describe(Rejection rejection)
    {
        var reason = rejection.Reason;
        return new Problem("about:blank", ReasonPhrases.GetReasonPhrase(reason.Status), reason.Status, reason.Sentence.ToString(), reason.Code, reason.Retryable, rejection.Errors);
    }

    private static Reason Meant(int status) => status switch
    {
        401 => Reasons.SignInRequired,
        403 => Reasons.NotPermitted,
        404 => Reasons.NotFound,
        405 => Reasons.MethodNotAllowed,
        413 => Reasons.TooLarge,
        415 => Reasons.UnsupportedMediaType,
        429 => Reasons.TooManyRequests,
        < 500 => Reasons.MalformedRequest,
        _ => Reasons.InternalFailure,
    };

    // The path is made of the sender's own names: only what looks like a field of ours goes back.
    private static Dictionary<string, string[]>? FieldOf(JsonException wrong) =>
        wrong.Path is { } path && FieldPath().Match(path) is { Success: true } field
            ? new() { [field.Groups[1].Value] = [new Say("Bentuk isian ini tidak sesuai.", "This field has the wrong form.").ToString()] }
            : null;

    private static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RejectionMapping));

    [GeneratedRegex(@"^\$\.([A-Za-z]{1,40}(?:\[\d{1,4}\])?(?:\.[A-Za-z]{1,40}(?:\[\d{1,4}\])?)*)$")]
    private static partial Regex FieldPath();
}
