using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Agencies;

namespace Timpora.Comms.WaysIn;

/// <summary>How people come in: passkeys first, password and code beside them, links for those who are new.</summary>
public static class WaysInSetup
{
    /// <summary>Adds what the use cases need. A key must show who used it, and belongs to the hub's own address.</summary>
    public static IServiceCollection AddWaysIn(this IServiceCollection services)
    {
        services.AddSingleton<PasskeyPlace>();
        services.AddSingleton<OneTimeCodes>();
        services.AddScoped<IPasskeyHandler<Member>, PasskeyHandler<Member>>();
        services.AddScoped<PasskeyCeremony>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PasskeyPlace>((o, place) =>
        {
            o.ServerDomain = place.Domain;
            o.ValidateOrigin = context => ValueTask.FromResult(place.IsOrigin(context));
            o.UserVerificationRequirement = o.ResidentKeyRequirement = "required";
        });
        return services;
    }

    /// <summary>Maps signing in and out, the ways in, and the links.</summary>
    public static RouteGroupBuilder MapWaysIn(this RouteGroupBuilder api)
    {
        SignIn.Map(api);
        SignOut.Map(api);
        PasskeySignIn.Map(api);
        RecoverAccess.Map(api);
        FirstAdministrator.Map(api);
        GetWaysIn.Map(api);
        AddPasskey.Map(api);
        RemovePasskey.Map(api);
        BeginAuthenticator.Map(api);
        ConfirmAuthenticator.Map(api);
        RemoveAuthenticator.Map(api);
        SetPassword.Map(api);
        MakeRecoveryCodes.Map(api);
        Invite.Map(api);
        ListInvitations.Map(api);
        WithdrawInvitation.Map(api);
        LookAtInvitation.Map(api);
        AcceptInvitation.Map(api);
        WithdrawGuests.Map(api);
        return api;
    }
}
