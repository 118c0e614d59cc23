using Microsoft.AspNetCore.Identity;

namespace Timpora.Comms.Agencies;

/// <summary>What a member may be in the team; one member can hold several roles (design.md section 6).</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Petugas: posts alerts from the field.</summary>
    Officer = 1,

    /// <summary>Penghubung: answers for the agency.</summary>
    Liaison = 2,

    /// <summary>Kepala jaga: is asked when the liaison did not answer.</summary>
    Chief = 4,

    /// <summary>Sekretariat TIMPORA.</summary>
    Secretariat = 8,

    /// <summary>Ketua TIMPORA.</summary>
    Chair = 16,

    /// <summary>Admin instansi: keeps the agency's members and roster.</summary>
    Admin = 32,

    /// <summary>Reads proof, not cases.</summary>
    Auditor = 64,

    /// <summary>Tamu: of an organisation outside the team, such as a shelter; reads along in channels that admit it by name.</summary>
    Guest = 128,

    /// <summary>Layar dinding: a screen in a duty room and no person; it shows what runs and nothing that was written.</summary>
    Wall = 256,
}

/// <summary>A person of an agency with an account. The account's id is the actor in the log; the name never is.</summary>
public sealed class Member : IdentityUser<Guid>
{
    /// <summary>The person's name as colleagues read it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The post the person holds, in words.</summary>
    public string Position { get; set; } = "";

    /// <summary>Code of the agency the person acts for.</summary>
    public string Agency { get; set; } = "";

    /// <summary>What the person may be in the team.</summary>
    public Roles Roles { get; set; }

    /// <summary>When the person left the agency; from then on nothing may be read or done.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>The account is only closed for a while: the agency's admin may open it again. Until then it is removed like any other, in every respect.</summary>
    public bool IsSuspended { get; set; }

    /// <summary>Secret of the member's authenticator app, protected (<see cref="WaysIn.OneTimeCodes"/>); null while there is none.</summary>
    public byte[]? CodeSecret { get; set; }

    /// <summary>The newest time step (of 30 s since 1970) whose code was used: none is good twice (RFC 6238 section 5.2).</summary>
    public long CodeStep { get; set; }

    /// <summary>How often the account was locked since somebody last came in: each lock is longer than the one before.</summary>
    public int Lockouts { get; set; }

    /// <summary>An invented person with a password everybody knows: usable in Development on loopback only.</summary>
    public bool IsDemo { get; set; }

    /// <summary>The facts that decide what this person may read.</summary>
    public Access.Reader AsReader() => new(Id, Agency, Roles);
}

/// <summary>How roles are written in the contract.</summary>
public static class RoleCodes
{
    private static readonly Dictionary<string, Roles> ByCode =
        Enum.GetValues<Roles>().Where(role => role != Roles.None).ToDictionary(role => role.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The roles with these codes; null when one of them is none.</summary>
    public static Roles? Read(IReadOnlyList<string>? codes) =>
        (codes ?? []).Aggregate((Roles?)Roles.None, (all, code) => ByCode.TryGetValue(code ?? "", out var role) ? all | role : null);

    /// <summary>The codes of the roles held, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Codes(this Roles roles) =>
        [.. Enum.GetValues<Roles>().Where(role => role != Roles.None && roles.HasFlag(role)).Select(role => role.ToString().ToLowerInvariant())];
}
