using Timpora.Comms.Agencies;

namespace Timpora.Comms.Access;

/// <summary>Who wants to read: the few facts about a member that access is decided from.</summary>
public sealed record Reader(Guid Id, string Agency, Roles Roles)
{
    /// <summary>Holds any of the given roles.</summary>
    public bool Is(Roles any) => (Roles & any) != 0;
}
