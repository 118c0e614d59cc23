using System.Globalization;

namespace Timpora.Comms.Mutants;

/// <summary>How many deleted checks were noticed, and which were not.</summary>
internal sealed class Verdict(IReadOnlyList<Fate> fates)
{
    private const double Enough = 95;

    /// <summary>Writes it; true when enough were noticed.</summary>
    public bool Write(TextWriter to)
    {
        var noticed = fates.Count(f => f.By is not null);
        var share = fates.Count == 0 ? 0 : 100.0 * noticed / fates.Count;
        to.WriteLine();
        List("Not noticed:", f => f.By is null, f => (f.IsReached ? "" : "  no test comes by") + (f.Excuse is null ? "" : "\n        " + f.Excuse));
        List("Ended only by the time limit:", f => f.By?.EndsWith(TestProcess.Hung, StringComparison.Ordinal) == true, _ => "");
        List("Noticed only together with what stands behind it:", f => f.By is not null && f.Excuse is not null, f => "\n        " + f.Excuse);
        foreach (var kind in fates.GroupBy(f => f.Check.Found.Kind).OrderBy(g => g.Key))
            to.WriteLine($"{kind.Key,-8}  {kind.Count(f => f.By is not null),4} of {kind.Count(),4}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{noticed} of {fates.Count} deleted checks were noticed: {share:0.0} %"));
        return share >= Enough;

        void List(string title, Func<Fate, bool> which, Func<Fate, string> note)
        {
            var some = fates.Where(which).ToList();
            if (some.Count == 0)
                return;
            to.WriteLine(title);
            foreach (var fate in some)
                to.WriteLine(fate.Check + note(fate));
            to.WriteLine();
        }
    }
}
