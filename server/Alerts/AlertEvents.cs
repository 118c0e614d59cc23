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

/// <summary>An obligation was offered to another agency (<see cref="Obligation.OfferedTo"/>): until somebody there accepts, nothing else changes.</summary>
public sealed record ObligationOffered(Alert Alert, Obligation Obligation) : INotification;

/// <summary>Another agency accepted an offered obligation: it has answered, and owes whatever the first one owed besides.</summary>
public sealed record ObligationTakenOver(Alert Alert, Obligation From, Obligation Taken, Guid By) : INotification;

/// <summary>The secretariat or chair released an agency; where it led, <paramref name="NewLead"/> leads from now on.</summary>
public sealed record ObligationWaived(Alert Alert, Obligation Obligation, Obligation? NewLead) : INotification;

/// <summary>
/// The alert has a new version, by a material change or by being reopened: <paramref name="Asked"/> are asked again and <paramref name="Opened"/> for
/// the first time; for <paramref name="UnservedKinds"/> nobody is left. A new level takes a new plan.
/// </summary>
public sealed record AlertRenewed(Alert Alert, IReadOnlyList<Obligation> Asked, IReadOnlyList<Obligation> Opened, IReadOnlyList<string> UnservedKinds, bool IsNewLevel, string Reason, Guid Actor) : INotification;

/// <summary>The alert was resolved or cancelled: nothing may leave the hub for it any more.</summary>
public sealed record AlertClosed(Alert Alert) : INotification;
