using System.Net;

namespace Timpora.Comms.Access;

/// <summary>Addresses and networks as they are configured: <c>10.0.0.7, 172.30.0.0/24</c>.</summary>
public static class Networks
{
    /// <summary>Reads a setting; none when it is not set. Throws when it names something else than addresses and networks.</summary>
    public static IReadOnlyList<IPNetwork> Of(IConfiguration configuration, string key) =>
        [.. (configuration[key] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => Read(text)
            ?? throw new InvalidOperationException($"{key}: '{text}' is neither an address nor a network such as 172.30.0.0/24."))];

    /// <summary>Whether an address lies in one of these networks.</summary>
    public static bool Hold(this IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(n => n.Contains(plain));
    }

    private static IPNetwork? Read(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
}
