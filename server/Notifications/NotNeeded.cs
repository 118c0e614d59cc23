namespace Timpora.Comms.Notifications;

/// <summary>Why a notification is not sent after all.</summary>
public static class NotNeeded
{
    /// <summary>The answer came.</summary>
    public const string Answered = "answered";

    /// <summary>The alert was resolved or cancelled.</summary>
    public const string Closed = "closed";

    /// <summary>The content changed; the new version has notifications of its own.</summary>
    public const string Changed = "changed";

    /// <summary>A device of the person has the alert.</summary>
    public const string Received = "received";

    /// <summary>The person left.</summary>
    public const string Removed = "removed";

    /// <summary>The person may not read the alert any more.</summary>
    public const string NoAccess = "no-access";
}
