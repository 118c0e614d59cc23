using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Timpora.Comms.Access;

/// <summary>Serves the web client to everybody: it holds no secrets, and the sign-in page is part of it.</summary>
public static class PageFiles
{
    private static readonly PathString[] NotPages = ["/api", "/hub", "/healthz", "/openapi", "/metrics"];

    /// <summary>Adds the client's files. An address without a file extension is a place inside the client: it gets the page.</summary>
    public static IApplicationBuilder UsePageFiles(this IApplicationBuilder app)
    {
        var types = new FileExtensionContentTypeProvider();
        // Without it a browser guesses how the bytes are to be read.
        foreach (var (extension, type) in new[] { (".html", "text/html"), (".js", "text/javascript"), (".mjs", "text/javascript"), (".css", "text/css"), (".svg", "image/svg+xml"), (".txt", "text/plain") })
            types.Mappings[extension] = type + "; charset=utf-8";
        types.Mappings[".webmanifest"] = "application/manifest+json";
        app.Use((context, next) =>
        {
            if (IsPage(context.Request))
                context.Request.Path = "/index.html";
            return next(context);
        });
        return app.UseStaticFiles(new StaticFileOptions
        {
            ContentTypeProvider = types,
            // Built files carry their hash in the name; everything else is asked for again each time.
            OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] =
                file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !Path.HasExtension(request.Path.Value)
        && !NotPages.Any(prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
}
