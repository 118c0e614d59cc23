using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Timpora.Comms.Mutants;

/// <summary>Conditions on rows: who was removed, what is over or used, who is excluded, and what is the caller's own.</summary>
internal static partial class Rows
{
    private static readonly string[] ends = ["ExpiresAt", "IdleAt", "EndsAt", "CreatedAt"];

    private static readonly string[] owners = ["Member", "Recipient", "Poster", "AnsweredBy", "Agency"];

    /// <summary>Whether this tells of a row that it counts no more.</summary>
    public static bool IsOfARow(ExpressionSyntax thing) => thing is MemberAccessExpressionSyntax { Name.Identifier.Text: "RemovedAt" or "UsedAt" };

    /// <summary>Conditions in C#, most of them in queries.</summary>
    public static IEnumerable<Found> InQueries(SyntaxNode file)
    {
        // Only where somebody asks; elsewhere a member is whom it is about.
        var isAsked = file.DescendantNodes().OfType<ParameterSyntax>().Any(p => p.Type?.ToString() is "Caller" or "AlertLookup");
        foreach (var node in file.DescendantNodes())
            switch (node)
            {
                case BinaryExpressionSyntax two when two.Right.IsKind(SyntaxKind.NullLiteralExpression) && IsOfARow(two.Left):
                    yield return two.IsKind(SyntaxKind.EqualsExpression) ? Found.Letting(Kind.Row, two) : Found.Refusing(Kind.Row, two);
                    break;
                case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } pattern when IsOfARow(pattern.Expression):
                    yield return Found.Letting(Kind.Row, pattern);
                    break;
                case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } } pattern when IsOfARow(pattern.Expression):
                    yield return Found.Refusing(Kind.Row, pattern);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression, Left: MemberAccessExpressionSyntax left } later when ends.Contains(left.Name.Identifier.Text) && IsInQuery(later):
                    yield return Found.Letting(Kind.Row, later);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Contains", Expression: MemberAccessExpressionSyntax shut } } call when IsExcluding(shut):
                    yield return Found.Refusing(Kind.Row, call);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Except" }, ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax shut }] } call when IsExcluding(shut):
                    yield return Found.Narrowing(Kind.Row, call);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } same when isAsked && IsInQuery(same) && IsOwn(same):
                    yield return Found.Letting(Kind.Own, same);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } other when isAsked && IsOwn(other):
                    yield return Found.Refusing(Kind.Own, other);
                    break;
            }
    }

    /// <summary>Conditions in SQL.</summary>
    public static IEnumerable<Found> InSql(SyntaxNode file)
    {
        foreach (var token in file.DescendantTokens().Where(t => t.IsKind(SyntaxKind.StringLiteralToken) || t.IsKind(SyntaxKind.InterpolatedStringTextToken)))
        {
            if (token.Parent!.Ancestors().OfType<InvocationExpressionSyntax>().Any(i => i.Expression.ToString().Contains("ExecuteSql", StringComparison.Ordinal)))
                continue;
            var isWhole = token.IsKind(SyntaxKind.StringLiteralToken);
            var braces = isWhole ? 0 : token.Parent.Parent!.GetFirstToken().Text.TakeWhile(c => c == '$').Count() is var count && count > 1 ? count : 1;
            foreach (Match match in Condition().Matches(token.Text))
            {
                var text = match.Value;
                var span = new TextSpan(token.SpanStart + match.Index, match.Length);
                var kind = Owner().IsMatch(text) ? Kind.Own : Kind.Row;
                yield return isWhole
                    ? new(kind, span, "\" + Mutant.Sql(#, \"", "\") + \"")
                    : new(kind, span, new string('{', braces) + "Mutant.Sql(#, \"", "\")" + new string('}', braces));
            }
        }
    }

    private static bool IsOwn(BinaryExpressionSyntax two) => (IsOwner(two.Left) && IsCaller(two.Right)) || (IsOwner(two.Right) && IsCaller(two.Left));

    private static bool IsOwner(ExpressionSyntax side) => side is MemberAccessExpressionSyntax { Name.Identifier.Text: var name } && owners.Contains(name);

    private static bool IsCaller(ExpressionSyntax side) => Caller().IsMatch(side.ToString());

    private static bool IsExcluding(MemberAccessExpressionSyntax shut) => shut.Name.Identifier.Text.StartsWith("Excluded", StringComparison.Ordinal);

    private static bool IsInQuery(SyntaxNode node) => node.FirstAncestorOrSelf<LambdaExpressionSyntax>() is { Parent: ArgumentSyntax };

    [GeneratedRegex(@"(\w+\.)?removed_at IS NULL|(\w+\.)?expires_at > @now|\((\w+\.)?idle_at IS NULL OR (\w+\.)?idle_at > @now\)|(?<!AND )(?<!ON )(\w+\.)?member = @(me|member)\b")]
    private static partial Regex Condition();

    [GeneratedRegex("member = @")]
    private static partial Regex Owner();

    [GeneratedRegex(@"^(me|actor|(member|reader|Reader|actor|caller|admin|found\.Member|Member)\.(Id|Agency))$")]
    private static partial Regex Caller();
}
