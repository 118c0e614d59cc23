using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Timpora.Comms.Mutants;

/// <summary>Every check of the server, and its code with all of them deletable.</summary>
/// <param name="All">The checks, by their numbers.</param>
/// <param name="Rewritten">The files that hold one, rewritten: path inside the project, and text.</param>
internal sealed record Checks(IReadOnlyList<Check> All, IReadOnlyDictionary<string, string> Rewritten)
{
    /// <summary>What the rewritten files have against the language's grammar.</summary>
    public IReadOnlyList<string> Faults =>
        [.. Rewritten.SelectMany(r => CSharpSyntaxTree.ParseText(r.Value, path: r.Key).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()))];

    private static readonly string[] leftOut = ["obj", "bin", "Migrations", "Compiled"];

    /// <summary>Reads <c>server/</c> of a project. Reads only syntax, so what has a check's form is one, wherever it is added.</summary>
    public static Checks Of(string project)
    {
        var files = Directory.EnumerateFiles(Path.Combine(project, "server"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(project, path).Replace('\\', '/'), Full: path)).Where(f => !f.Path.Split('/').Any(leftOut.Contains))
            .OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (f.Path, Root: CSharpSyntaxTree.ParseText(File.ReadAllText(f.Full)).GetRoot())).ToList();
        var reasons = Refusals.Reasons(files.Select(f => f.Root));
        var arities = Questions.Arities(files.Select(f => f.Root));
        var all = new List<Check>();
        var rewritten = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, root) in files)
        {
            // Who finds a check first says what kind it is.
            var found = Questions.Decided(root).Concat(Questions.Cells(root)).Concat(Refusals.In(root, reasons)).Concat(Questions.Asked(root, arities)).Concat(Rows.InQueries(root))
                .Concat(Rows.InSql(root)).Concat(Doors.Barriers(root)).Concat(Doors.Ends(root)).Concat(Doors.Closed(root))
                .DistinctBy(f => f.Span).OrderBy(f => f.Span.Start).ThenByDescending(f => f.Span.Length).ToList();
            if (found.Count == 0)
                continue;
            var checks = found.Select((f, i) => new Check(
                all.Count + i, path, root.SyntaxTree.GetLineSpan(f.Span).StartLinePosition.Line + 1, Check.OneLine(root.SyntaxTree.GetText().ToString(f.Span)), f)).ToList();
            all.AddRange(checks);
            rewritten[path] = Rewrite(root, checks);
        }

        return new(all, rewritten);
    }

    private static string Rewrite(SyntaxNode root, IReadOnlyList<Check> checks)
    {
        // Of what begins at one place the outer comes first, of what ends there the inner; and ends come before beginnings.
        var edits = checks.SelectMany(c => new[]
            {
                (At: c.Found.Span.Start, Begins: true, c.Found.Span.Length, Gone: 0, Text: Numbered(c.Found.Before, c)), (At: c.Found.Span.End, Begins: false, c.Found.Span.Length, Gone: 0, Text: Numbered(c.Found.After, c)),
            })
            .Concat(checks.SelectMany(c => Loosened(root, c)).DistinctBy(e => e.At))
            .OrderBy(e => e.At).ThenBy(e => e.Begins).ThenBy(e => e.Begins ? -e.Length : e.Length);
        var text = root.ToFullString();
        var (written, at) = (new System.Text.StringBuilder(text.Length), 0);
        foreach (var edit in edits)
        {
            written.Append(text, at, edit.At - at).Append(edit.Text);
            at = edit.At + edit.Gone;
        }

        return written.Append(text, at, text.Length - at).ToString();
    }

    // A constant can depend on nothing; as a property it can.
    private static IEnumerable<(int At, bool Begins, int Length, int Gone, string Text)> Loosened(SyntaxNode root, Check check)
    {
        if (root.FindNode(check.Found.Span).FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } field || field.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.ConstKeyword)) is not { Span.Length: > 0 } constant)
            yield break;
        var equals = field.Declaration.Variables[0].Initializer!.EqualsToken;
        yield return (constant.SpanStart, true, 0, constant.Span.Length, "static");
        yield return (equals.SpanStart, true, 0, equals.Span.Length, "=>");
    }

    private static string Numbered(string text, Check check) => text.Replace("#", check.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
