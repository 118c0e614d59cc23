using MediatR;

namespace Timpora.Comms.Alerts;

// Upward news, handled in the same transaction, one level deep. Each is published before the command's one Append, so that
// handlers can stage their entries.

/// <summary>
/// An alert was posted; its obligations exist and nobody was told yet. <paramref name="UnservedKinds"/>: kinds of agency that should owe an
/// answer and for which nobody is left.
/// </summary>
public sealed record AlertPosted(Alert Alert, IReadOnlyList<string> UnservedKinds) : INotification;

/// <summary>An agency gave the answer that ends its obligation.</summary>
public sealed record ObligationAnswered(Alert Alert, Obligation Obligation) : INotification;

/// <summary>An acknowledgement was taken back: the original deadline counts again.</summary>
public sealed record AnswerUndone(Alert Alert, Obligation Obligation) : INotification;

/// <summary>A liaison declined: nothing is silenced, the agency's chief is asked at once.</summary>
public sealed record LiaisonDeclined(Alert Alert, Obligation Obligation) : INotification;

/// <summary>A chief declined for good.</summary>
public sealed record ChiefDeclined(Alert Alert, Obligation Obligation) : INotification;

/// <summary>The lead agency noted progress.</summary>
public sealed record LeadProgressed(Alert Alert, Obligation Obligation) : INotification;

/// <summary>The alert was resolved or cancelled: nothing may leave the hub for it any more.</summary>
public sealed record AlertClosed(Alert Alert) : INotification;
