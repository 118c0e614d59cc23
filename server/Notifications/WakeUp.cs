using Timpora.Comms.Alerts;

namespace Timpora.Comms.Notifications;

/// <summary>How people are woken.</summary>
public static class Transports
{
    /// <summary>The live entry in the agency's desk, committed together with its row.</summary>
    public const string Desk = "desk";

    /// <summary>E-mail.</summary>
    public const string Email = "email";

    /// <summary>A text message through a gateway.</summary>
    public const string Sms = "sms";
}

/// <summary>One way in which a step wakes a person outside the hub, and how long after the step.</summary>
public sealed record WakeUp(string Transport, TimeSpan After)
{
    /// <summary>Nothing leaves within a second of what caused it, so that who opens and cancels in that time wakes nobody (R6).</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// What a step sends (domain.md E5). Urgent alerts: an e-mail at once; a text message at once too, but for the first notice a ladder
    /// minute later, so that a device that has the alert by then spares it. Routine ones stay in the hub. A warning outside the ladder, step 0, is as urgent as its alert.
    /// </summary>
    public static IReadOnlyList<WakeUp> For(AlertLevel urgency, int step, TimeSpan minute) => urgency == AlertLevel.Rutin ? [] :
    [
        new(Transports.Email, Hold),
        new(Transports.Sms, step == 1 && minute > Hold ? minute : Hold),
    ];

    /// <summary>A text message of the first notice is only for who does not have the alert yet.</summary>
    public static bool IsSparedByReceipt(string transport, int step) => transport == Transports.Sms && step == 1;
}
