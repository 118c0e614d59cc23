using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Timpora.Comms.Mutants;

/// <summary>
/// Takes a condition apart into what can be deleted from it. Of conditions that must all hold each is a check of its own; of those of which one is enough
/// only all together are.
/// </summary>
internal static class Polarity
{
    /// <summary>The parts of a condition that lets somebody pass when it is true.</summary>
    public static IEnumerable<Found> Letting(Kind kind, ExpressionSyntax condition) => Bare(condition) switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Refusing(kind, not.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => Letting(kind, both.Left).Concat(Letting(kind, both.Right)),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => [],
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Letting(kind, arm.Expression)),
        var part => IsDeletable(part) ? [Found.Letting(kind, part)] : [],
    };

    /// <summary>The parts of a condition that refuses when it is true.</summary>
    public static IEnumerable<Found> Refusing(Kind kind, ExpressionSyntax condition) => Bare(condition) switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Letting(kind, not.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => Refusing(kind, either.Left).Concat(Refusing(kind, either.Right)),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => [],
        var part => IsDeletable(part) ? [Found.Refusing(kind, part)] : [],
    };

    // Whether there is a thing at all is no question of access: without the answer the code that follows has nothing to work on.
    private static bool IsDeletable(ExpressionSyntax part) => !AsksForExistence(part) && !GivesNames(part);

    private static bool AsksForExistence(ExpressionSyntax part) => part switch
    {
        IsPatternExpressionSyntax { Expression: var thing, Pattern: ConstantPatternSyntax or UnaryPatternSyntax } pattern =>
            pattern.Pattern.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().Any(l => l.IsKind(SyntaxKind.NullLiteralExpression)) && !Rows.IsOfARow(thing),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression, Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } two =>
            !Rows.IsOfARow(two.Left),
        _ => false,
    };

    // Names given inside a condition and used after it would stand for nothing.
    private static bool GivesNames(ExpressionSyntax part)
    {
        var names = part.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(d => d.Identifier.Text).ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 && Member(part).DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => names.Contains(n.Identifier.Text) && !part.Span.Contains(n.Span));
    }

    private static SyntaxNode Member(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node.SyntaxTree.GetRoot();

    private static ExpressionSyntax Bare(ExpressionSyntax condition) => condition is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : condition;
}
