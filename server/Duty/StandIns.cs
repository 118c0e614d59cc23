namespace Timpora.Comms.Duty;

/// <summary>
/// What overrides do to a pattern (one agency and role): for its range an override replaces whoever the pattern names, and what is left of a cut turn
/// is a turn of its own. Two overrides that overlap are both on duty. Pure.
/// </summary>
internal static class StandIns
{
    /// <summary>The turns that result, in the order of their start.</summary>
    public static List<DutyTurn> Apply(IEnumerable<DutyTurn> pattern, IEnumerable<DutyTurn> standIns)
    {
        var overrides = standIns.OrderBy(turn => turn.Since).ToList();
        // Mostly nobody stands in, and every alert asks.
        var turns = overrides.Count == 0 ? pattern : pattern.SelectMany(turn => Cut(turn, overrides)).Concat(overrides);
        return Join(turns.OrderBy(turn => turn.Since).ThenBy(turn => turn.Member, StringComparer.Ordinal));
    }

    private static IEnumerable<DutyTurn> Cut(DutyTurn turn, List<DutyTurn> overrides)
    {
        var since = turn.Since;
        foreach (var over in overrides.Where(over => over.Since < turn.Until && turn.Since < over.Until))
        {
            if (since < over.Since)
                yield return turn with { Since = since, Until = over.Since };
            if (since < over.Until)
                since = over.Until;
        }

        if (since < turn.Until)
            yield return turn with { Since = since };
    }

    // Somebody who stands in right before or after their own turn has one turn: else the seam would be a handover to themselves, and the person before
    // would be let go there although nobody has accepted.
    private static List<DutyTurn> Join(IEnumerable<DutyTurn> ordered)
    {
        List<DutyTurn> joined = [];
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var turn in ordered)
        {
            if (last.TryGetValue(turn.Member, out var index) && joined[index] is var before && before.Until >= turn.Since && (before.IsStandIn || turn.IsStandIn))
            {
                joined[index] = before with { Until = before.Until > turn.Until ? before.Until : turn.Until, IsStandIn = turn.IsStandIn };
                continue;
            }

            last[turn.Member] = joined.Count;
            joined.Add(turn);
        }

        return joined;
    }
}
