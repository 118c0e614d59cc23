using FluentValidation;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using System.Globalization;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>The door: who comes in, from where, and how refusals are told.</summary>
public static class AccessSetup
{
    /// <summary>The session cookie. The prefix makes browsers insist on Secure, on path / and on this host alone.</summary>
    public const string CookieName = "__Host-timpora";

    /// <summary>Adds accounts, sessions, the deny-by-default policy and languages.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddScoped<Caller>();
        services.AddIdentityCore<Member>(Accounts).AddEntityFrameworkStores<HubDb>();
        // New keys; those that are there say themselves how they are used, so cookies made with them stay good.
        // OWASP's figure for PBKDF2 with SHA-512 (Password Storage Cheat Sheet). In Development everybody knows the demo's password.
        services.AddOptions<PasswordHasherOptions>().Configure<IServiceProvider>((o, provider) => o.IterationCount = provider.GetService<IHostEnvironment>()?.IsDevelopment() == true ? 10_000 : 210_000);
        services.AddDataProtection().SetApplicationName("timpora").PersistKeysToDbContext<HubDb>()
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddAskedTogether<SessionQuestion, LivingSession>(SessionStore.Find);
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionFinish>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, SessionCookie);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<SessionStore, HubClock>((o, store, clock) =>
        {
            o.SessionStore = store;
            // A wall clock that is set a day ahead must sign nobody out.
            o.TimeProvider = clock.Time;
        })
            // After the framework has made the format itself.
            .PostConfigure<TimeProvider>((o, time) => o.TicketDataFormat = new KnownCookies(o.TicketDataFormat, time));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(MayPass).Build());
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodySize.Drained;
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        services.Configure<RequestLocalizationOptions>(Languages);
        ValidatorOptions.Global.LanguageManager = new Sentences();
        return services;
    }

    /// <summary>
    /// Loads the keys that protect cookies, making the first one if there is none: here, because it writes and on SQLite no two
    /// may write at once.
    /// </summary>
    public static async Task PrepareAccess(this IServiceProvider services, CancellationToken ct)
    {
        using var turn = await services.GetRequiredService<WriteGate>().Enter(ct);
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector(CookieName).Protect([]);
    }

    /// <summary>Adds the door's middleware, in the order that makes it safe. Everything mapped afterwards stands behind it.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseSecurityHeaders(app.Environment.IsDevelopment());
        app.UseRequestLocalization();
        app.UseRejections();
        app.UsePageFiles();
        app.UseRouting();
        app.UseHubOriginCheck();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseLimits();
        app.UseOriginCheck();
        app.UseBodySize();
        app.UseCaller();
        return app;
    }

    /// <summary>Maps where one is signed in, and who one is.</summary>
    public static RouteGroupBuilder MapAccess(this RouteGroupBuilder api)
    {
        ListSessions.Map(api);
        EndSessions.Map(api);
        GetMe.Map(api);
        return api;
    }

    private static void Accounts(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        // What makes a password strong is decided where one is set (PasswordStrength).
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = options.Password.RequiredLength = 1;
    }

    // No security stamp is checked: what would change it deletes the session's row, and the row is read for every request anyway.
    private static void SessionCookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = SessionStore.Life;
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => RejectionMapping.Write(context.HttpContext, new Rejection(Reasons.SignInRequired));
        options.Events.OnRedirectToAccessDenied = context => RejectionMapping.Write(context.HttpContext, new Rejection(Reasons.NotPermitted));
    }

    // Deny by default. Where nothing stands outside the contract there is nothing to protect, and the router's own answers (wrong
    // method, wrong content type; endpoints without metadata) about the open addresses may be told to anybody.
    private static bool MayPass(AuthorizationHandlerContext context)
    {
        if (context.User.Identity?.IsAuthenticated == true)
            return true;
        if (context.Resource is not HttpContext { Request.Path: var path } http)
            return false;
        return http.GetEndpoint() switch
        {
            null => !path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !path.StartsWithSegments("/hub", StringComparison.OrdinalIgnoreCase),
            { Metadata.Count: 0 } => path.StartsWithSegments("/api/session", StringComparison.OrdinalIgnoreCase)
                || path.StartsWithSegments("/api/first-administrator", StringComparison.OrdinalIgnoreCase)
                || path.StartsWithSegments("/api/invitations", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    private static void Languages(RequestLocalizationOptions options)
    {
        // Only the words follow the reader; numbers in the contract look the same everywhere.
        options.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("id"));
        options.SupportedCultures = [CultureInfo.InvariantCulture];
        options.SupportedUICultures = [CultureInfo.GetCultureInfo("id"), CultureInfo.GetCultureInfo("en")];
        options.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
    }
}
