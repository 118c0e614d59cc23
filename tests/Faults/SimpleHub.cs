namespace Timpora.Comms.Tests.Faults;

/// <summary>
/// What the hub promises of one channel, said as simply as can be: no database, no locks, no nodes, one thing after the other. It knows what stands
/// in the log, what each agency owes, who may read what, and what a device has. Times are minutes since the beginning.
/// </summary>
internal sealed class SimpleHub(double now)
{
    private static readonly Dictionary<string, Ladder> ladders = new()
    {
        ["Kritis"] = new([0, 5, 10, 15], Rounds: 3, Repeat: 15, Answer: 5, Progress: 30),
        ["Mendesak"] = new([0, 15, 30, 60], Rounds: 2, Repeat: 60, Answer: 15, Progress: 240),
    };

    private readonly HashSet<Actor> joined = [];

    /// <summary>Agencies that the channel admits.</summary>
    public static IReadOnlyList<string> Admitted { get; } = ["kanim", "polresta", "dinsos", "kodim", "kua"];

    /// <summary>Now.</summary>
    public double Now { get; private set; } = now;

    /// <summary>The channel's log: what each entry says, and of which alert it is.</summary>
    public List<(string Words, Case? Of)> Log { get; } = [];

    /// <summary>The alerts, in the order they were posted.</summary>
    public List<Case> Alerts { get; } = [];

    /// <summary>When something is due next.</summary>
    public double? Due => Alerts.SelectMany(a => a.Owed.Select(o => Wake(a, o))).Min();

    /// <summary>Whether somebody may read an alert.</summary>
    public static bool Reads(Actor actor, Case alert) =>
        actor.Oversees || actor.Agency == "kanim" || alert.Owed.Exists(o => o.Agency == actor.Agency)
        || alert.Mark switch { "GREEN" => true, "AMBER" => Admitted.Contains(actor.Agency), _ => false };

    /// <summary>What somebody's device shows for an entry that reaches it now.</summary>
    public static string Shown((string Words, Case? Of) entry, Actor actor) =>
        entry.Of is not { } alert || Reads(actor, alert) ? entry.Words.Split(' ')[0] : "withheld";

    /// <summary>When the clock looks at an obligation again.</summary>
    public static double? Wake(Case alert, Owing o) => !alert.IsOpen ? null : o.State == "Acknowledged" ? o.Progress : o.IsOwed && o.IsRunning ? o.Next : null;

    /// <summary>An officer posts an alert; the hub has called it <paramref name="id"/>.</summary>
    public void Post(Guid id, string level, IReadOnlyList<string> agencies)
    {
        var alert = new Case(id, level);
        Alerts.Add(alert);
        Log.Add(("alert.posted", alert));
        foreach (var agency in agencies)
        {
            alert.Owed.Add(new Owing(agency, Leads: alert.Owed.Count == 0));
            Log.Add(($"obligation.opened {agency}", alert));
        }

        foreach (var o in alert.Owed)
            Restart(alert, o);
        Turn(alert);
    }

    /// <summary>Time passes, and nobody looks.</summary>
    public void Pass(double minutes) => Now += minutes;

    /// <summary>The engine looks.</summary>
    public void Look()
    {
        foreach (var alert in Alerts.Where(a => a.Owed.Exists(o => Wake(a, o) <= Now)).OrderBy(a => a.Owed.Min(o => Wake(a, o))).ThenBy(a => a.Id.ToString(), StringComparer.Ordinal).ToList())
            Turn(alert);
    }

    /// <summary>Somebody writes. Answers the refusal's code, or null.</summary>
    public string? Write(Actor actor, Case alert)
    {
        if (!Reads(actor, alert))
            return "not_found";
        Log.Add(($"message.posted {actor.Agency}", alert));
        return null;
    }

    /// <summary>Somebody acknowledges a version.</summary>
    public string? Acknowledge(Actor actor, Case alert, int version)
    {
        if (!Reads(actor, alert))
            return "not_found";
        if (Own(actor, alert) is not { } own)
            return "not_permitted";
        if (version < alert.Version)
        {
            if (alert.Stale.Add((actor, alert.Version)))
                Log.Add(($"obligation.staleacknowledged {own.Agency}", alert));
            return "version_changed";
        }

        if (!alert.IsOpen)
            Log.Add(($"obligation.lateacknowledged {own.Agency}", alert));
        else if (own.IsOwed)
        {
            (own.StateBefore, own.State, own.By, own.UndoUntil) = (own.State, "Acknowledged", actor, Now + 5);
            own.Progress = own.Leads ? Now + ladders[alert.Level].Progress : null;
            Halt(own);
            Log.Add(($"obligation.acknowledged {own.Agency}", alert));
            if (!alert.Owed.Exists(o => o.IsOwed))
                Log.Add(("alert.acknowledged", alert));
        }
        else if (own.By != actor)
            Log.Add(($"obligation.coacknowledged {own.Agency}", alert));
        return null;
    }

    /// <summary>Who acknowledged takes it back.</summary>
    public string? Undo(Actor actor, Case alert)
    {
        if (!Reads(actor, alert))
            return "not_found";
        if (Own(actor, alert) is not { } own)
            return "not_permitted";
        if (!alert.IsOpen)
            return "already_closed";
        if (own.State != "Acknowledged" || own.By != actor || Now > own.UndoUntil)
            return "undo_too_late";
        (own.By, own.Progress) = (null, null);
        (own.State, own.IsRunning, own.Next) = own.StateBefore == "Exhausted" ? ("Exhausted", false, null) : ("Seen", true, own.NextBefore);
        Turn(alert, own);
        Log.Add(($"obligation.undone {own.Agency}", alert));
        return null;
    }

    /// <summary>The secretariat asks the next level now.</summary>
    public string? Escalate(Case alert, string agency)
    {
        if (!alert.IsOpen)
            return "already_closed";
        if (alert.Owed.Find(o => o.Agency == agency) is not { } own)
            return "validation_failed";
        if (!own.IsOwed)
            return "already_answered";
        var isJustNow = (own.Step > 1 || own.Round > 1) && Now - own.FiredAt < 1;
        if (!own.IsRunning || isJustNow || !HasNext(alert, own))
            return "already_escalated";
        var (round, step) = own.Step < 4 ? (own.Round, own.Step + 1) : (own.Round + 1, 1);
        Log.Add(($"escalation.forced {agency} r{round} L{step}", alert));
        Fire(alert, own);
        Turn(alert, own);
        return null;
    }

    /// <summary>The poster changes the text: a correction changes nothing else, anything more asks everybody anew.</summary>
    public string? Edit(Case alert, int version, bool isCorrection, string? level)
    {
        if (Refused(alert, version) is { } refused)
            return refused;
        Log.Add(($"alert.updated{(level is null || level == alert.Level ? "" : " L" + level)}", alert));
        if (!isCorrection)
        {
            alert.Version++;
            alert.Level = level ?? alert.Level;
            foreach (var o in alert.Owed)
            {
                Restart(alert, o);
                Log.Add(($"obligation.reopened {o.Agency} r{o.Round}", alert));
            }

            Turn(alert);
        }

        return null;
    }

    /// <summary>The poster marks the alert for more or fewer readers.</summary>
    public string? Marks(Case alert, int version, string mark)
    {
        if (Refused(alert, version) is { } refused)
            return refused;
        if (alert.Mark != mark)
            Log.Add(("alert.updated", alert));
        alert.Mark = mark;
        return null;
    }

    /// <summary>The poster takes the alert back.</summary>
    public string? Cancel(Case alert)
    {
        if (!alert.IsOpen)
            return "already_closed";
        alert.IsOpen = false;
        foreach (var o in alert.Owed)
        {
            if (o.IsOwed)
                o.State = "Closed";
            Halt(o);
        }

        Log.Add(("alert.cancelled", alert));
        return null;
    }

    /// <summary>Somebody joins or leaves the channel.</summary>
    public string? Join(Actor actor, bool joins)
    {
        if (!actor.Oversees && !Admitted.Contains(actor.Agency))
            return "not_found";
        if (joins ? joined.Add(actor) : joined.Remove(actor))
            Log.Add(($"channel.{(joins ? "joined" : "left")} {actor.Agency}", null));
        return null;
    }

    private static string? Refused(Case alert, int version) => !alert.IsOpen ? "already_closed" : version != alert.Version ? "version_changed" : null;

    private static Owing? Own(Actor actor, Case alert) => actor.Answers ? alert.Owed.Find(o => o.Agency == actor.Agency) : null;

    private static bool HasNext(Case alert, Owing o) => o.Step < 4 || o.Round - o.FirstRound + 1 < ladders[alert.Level].Rounds;

    private static void Halt(Owing o)
    {
        if (o.IsRunning)
            o.NextBefore = o.Next;
        (o.IsRunning, o.Next) = (false, null);
    }

    // Everything that is due now, agency by agency.
    private void Turn(Case alert)
    {
        foreach (var o in alert.Owed)
            Turn(alert, o);
    }

    private void Turn(Case alert, Owing o)
    {
        while (Wake(alert, o) <= Now)
        {
            if (o.State == "Acknowledged")
            {
                (o.State, o.By, o.Progress) = ("Pending", null, null);
                Again(alert, o, o.Round + 1);
                Log.Add(($"obligation.reopened {o.Agency} r{o.Round}", alert));
                Fire(alert, o);
            }
            else if (HasNext(alert, o))
                Fire(alert, o);
            else
            {
                (o.State, o.IsRunning, o.Next) = ("Exhausted", false, null);
                Log.Add(($"escalation.exhausted {o.Agency} r{o.Round}", alert));
            }
        }
    }

    private void Fire(Case alert, Owing o)
    {
        var ladder = ladders[alert.Level];
        (o.Round, o.Step) = o.Step < 4 ? (o.Round, o.Step + 1) : (o.Round + 1, 1);
        o.State = o.State == "Pending" ? "Notified" : o.State;
        o.FiredAt = Now;
        o.Next = o.Step < 4 ? Now + ladder.Steps[o.Step] - ladder.Steps[o.Step - 1] : HasNext(alert, o) ? Now + ladder.Repeat : Math.Max(Now + ladder.Repeat, o.DueAt);
        o.Fired.Add((o.Version, o.Round, o.Step));
        Log.Add(($"escalation.fired {o.Agency} r{o.Round} L{o.Step}", alert));
    }

    private void Restart(Case alert, Owing o)
    {
        (o.Version, o.State, o.By, o.Progress) = (alert.Version, "Pending", null, null);
        Again(alert, o, 1);
    }

    private void Again(Case alert, Owing o, int round) =>
        (o.Round, o.FirstRound, o.Step, o.DueAt, o.Next, o.IsRunning) = (round, round, 0, Now + ladders[alert.Level].Answer, Now, true);

    /// <summary>Somebody of the team.</summary>
    /// <param name="Name">Their account.</param>
    /// <param name="Agency">Their agency.</param>
    /// <param name="Answers">Liaison or chief.</param>
    /// <param name="Oversees">Secretariat.</param>
    internal sealed record Actor(string Name, string Agency, bool Answers = false, bool Oversees = false);

    private sealed record Ladder(double[] Steps, int Rounds, double Repeat, double Answer, double Progress);

    /// <summary>An alert.</summary>
    internal sealed class Case(Guid id, string level)
    {
        public Guid Id => id;

        public string Level { get; set; } = level;

        public string Mark { get; set; } = "AMBER";

        public int Version { get; set; } = 1;

        public bool IsOpen { get; set; } = true;

        public List<Owing> Owed { get; } = [];

        public HashSet<(Actor, int)> Stale { get; } = [];
    }

    /// <summary>What one agency owes.</summary>
    internal sealed record Owing(string Agency, bool Leads)
    {
        public string State { get; set; } = "Pending";

        public bool IsOwed => State is "Pending" or "Notified" or "Seen" or "Exhausted";

        public bool IsRunning { get; set; }

        public string StateBefore { get; set; } = "";

        public Actor? By { get; set; }

        public int Version { get; set; } = 1;

        public int Round { get; set; } = 1;

        public int FirstRound { get; set; } = 1;

        public int Step { get; set; }

        public double DueAt { get; set; }

        public double FiredAt { get; set; }

        public double UndoUntil { get; set; }

        public double? Next { get; set; }

        public double? NextBefore { get; set; }

        public double? Progress { get; set; }

        public List<(int Version, int Round, int Step)> Fired { get; } = [];
    }
}
