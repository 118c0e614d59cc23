namespace Timpora.Comms.Access;

/// <summary>
/// Marks an endpoint that changes how somebody comes in, or lets others in: whoever finds an open page must not be able to. It asks for a sign-in that is not
/// older than <see cref="Within"/> (OWASP ASVS 5.0, 7.5.1).
/// </summary>
public sealed class AsksFreshSignIn
{
    /// <summary>How fresh.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(15);
}
