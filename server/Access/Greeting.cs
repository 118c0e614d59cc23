using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.Access;

/// <summary>What the program tells whoever started it: where it listens and who can sign in.</summary>
public static class Greeting
{
    /// <summary>Whether every configured address is reachable from this machine only.</summary>
    public static bool IsOnLoopbackOnly(this WebApplication app)
    {
        var configured = app.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"])
            .Append(app.Configuration["urls"]).Concat(app.Urls).OfType<string>()
            .SelectMany(urls => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        // Ports alone (HTTP_PORTS, as containers set them) listen on every address.
        var ports = app.Configuration["http_ports"] ?? app.Configuration["https_ports"];
        return configured.Count > 0 ? configured.TrueForAll(IsLoopback) : string.IsNullOrEmpty(ports);
    }

    /// <summary>Prints the addresses and, where they work, the demo accounts.</summary>
    public static void SayHello(this WebApplication app, bool isDemo)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var output = Console.Out;
        output.WriteLine();
        output.WriteLine($"  Timpora.Comms  {string.Join("  ", addresses)}");
        if (!isDemo)
            return;
        output.WriteLine($"  Akun demo (kata sandi {OrganisationSeed.DemoPassword}) / demo accounts (password {OrganisationSeed.DemoPassword}):");
        var names = app.Services.GetRequiredService<Organisation>().Members.Select(m => m.UserName).ToList();
        foreach (var line in names.Chunk(4))
            output.WriteLine("    " + string.Concat(line.Select(name => name.PadRight(26))).TrimEnd());
        output.WriteLine();
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address)
        && (address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip)));
}
