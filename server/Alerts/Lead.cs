namespace Timpora.Comms.Alerts;

/// <summary>Which agency leads: it owes progress notes after its answer, or all acknowledge and nobody acts. Pure.</summary>
internal static class Lead
{
    /// <summary>Moves the lead away from an agency that was released, to the first one that has acknowledged or still owes; null when nobody is left to take it.</summary>
    public static Obligation? Move(Alert alert)
    {
        var next = alert.InOrder().FirstOrDefault(o => o.State == ObligationState.Acknowledged) ?? alert.InOrder().FirstOrDefault(o => o.IsOwed);
        foreach (var obligation in alert.Obligations)
            Give(obligation, obligation == next);
        return next;
    }

    /// <summary>
    /// Gives the lead to <paramref name="wanted"/>, or to whoever took its answer over; where it is not among those who are asked, to the first of them.
    /// </summary>
    public static void Set(Alert alert, string? wanted, IReadOnlyList<Obligation> asked)
    {
        var lead = alert.Obligations.Find(o => o.Agency == wanted);
        for (var hops = 0; lead is { State: ObligationState.Delegated } && hops < alert.Obligations.Count; hops++)
            lead = alert.Obligations.Find(o => o.Agency == lead.OfferedTo);
        lead = lead is not null && asked.Contains(lead) ? lead : asked is [var first, ..] ? first : null;
        foreach (var obligation in alert.Obligations)
            Give(obligation, obligation == lead);
    }

    private static void Give(Obligation obligation, bool leads)
    {
        if (obligation.Lead == leads)
            return;
        obligation.Lead = leads;
        obligation.Revision++;
    }
}
