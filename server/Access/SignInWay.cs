namespace Timpora.Comms.Access;

/// <summary>How somebody came in: it decides what their session is good for.</summary>
public static class SignInWay
{
    /// <summary>Account name and password alone: enough for invented people only.</summary>
    public const string Password = "password";

    /// <summary>Password and the code of an authenticator app, or a code on paper.</summary>
    public const string PasswordAndCode = "password_code";

    /// <summary>A passkey, unlocked by finger, face or PIN.</summary>
    public const string Passkey = "passkey";

    /// <summary>A code on paper alone: enough to make a new key and no more.</summary>
    public const string Recovery = "recovery";

    /// <summary>A link from the agency's admin: enough to make a key and no more.</summary>
    public const string Invitation = "invitation";

    /// <summary>A screen in a duty room.</summary>
    public const string Wall = "wall";
}
