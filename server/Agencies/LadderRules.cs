using static Timpora.Comms.Agencies.OrganisationRules;

namespace Timpora.Comms.Agencies;

/// <summary>What must hold for the escalation ladders.</summary>
internal static class LadderRules
{
    public static void Check(IReadOnlyList<Ladder> ladders, Notes notes)
    {
        notes.Twice(ladders.Select(ladder => ladder.Level), "ladders", "level");
        foreach (var missing in AlertLevelCode.All.Where(level => ladders.All(ladder => ladder.Level != level)))
            notes.Add("ladders", $"There is no ladder for {missing}; every level needs one.");
        foreach (var (ladder, at) in Numbered(ladders, "ladders"))
        {
            notes.Known(ladder.Level, AlertLevelCode.All, at + ".level", "level");
            if (ladder.Rounds > 1 && ladder.RepeatAfterMinutes == 0)
                notes.Add(at + ".repeatAfterMinutes", "With more than one round there must be at least a minute between them.");
            if (ladder.Steps.Count == 0) notes.Add(at + ".steps", "A ladder needs at least one step.");
            foreach (var (step, place) in Numbered(ladder.Steps, at + ".steps")) CheckStep(step, place, notes);
            CheckOrder(ladder, at, notes);
        }
    }

    private static void CheckStep(LadderStep step, string at, Notes notes)
    {
        if (step.Asks.Count == 0) notes.Add(at + ".asks", $"A step asks somebody; known: {string.Join(", ", StepAsks.Known)}.");
        notes.Twice(step.Asks, at + ".asks", null);
        foreach (var (asks, place) in Numbered(step.Asks, at + ".asks")) notes.Known(asks, StepAsks.Known, place, "role to ask");
    }

    private static void CheckOrder(Ladder ladder, string at, Notes notes)
    {
        for (var index = 0; index < ladder.Steps.Count; index++)
        {
            var (step, place) = (ladder.Steps[index], $"{at}.steps[{index}]");
            if (step.Level != index + 1) notes.Add(place + ".level", $"Steps count up from 1 without a gap; this one must be level {index + 1}, not {step.Level}.");
            if (index == 0 && step.AfterMinutes != 0) notes.Add(place + ".afterMinutes", "The first step is the first notice and waits for nothing; write 0.");
            if (index == 0 && !step.Asks.Contains(StepAsks.Liaison)) notes.Add(place + ".asks", "The first step must ask the liaison of the agency that owes the answer.");
            if (index > 0 && step.AfterMinutes <= ladder.Steps[index - 1].AfterMinutes)
                notes.Add(place + ".afterMinutes", $"Each step comes later than the one before: more than {ladder.Steps[index - 1].AfterMinutes}, not {step.AfterMinutes}.");
        }
    }
}
