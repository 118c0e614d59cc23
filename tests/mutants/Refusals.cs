using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Timpora.Comms.Mutants;

/// <summary>Conditions under which somebody is refused because of who they are. Which refusals these are their HTTP status says.</summary>
internal static class Refusals
{
    // Who are you, you may not, there is nothing for you, no longer, locked, too often.
    private static readonly string[] statuses = ["401", "403", "404", "410", "423", "429"];

    /// <summary>The conditions.</summary>
    public static IEnumerable<Found> In(SyntaxNode file, IReadOnlySet<string> reasons)
    {
        foreach (var thrown in file.DescendantNodes().Where(n => n is ThrowStatementSyntax or ThrowExpressionSyntax))
        {
            if (!thrown.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(m => m.Expression.ToString() == "Reasons" && reasons.Contains(m.Name.Identifier.Text)))
                continue;
            foreach (var found in Conditions(thrown))
                yield return found;
        }
    }

    /// <summary>The reasons that have to do with who asks.</summary>
    public static IReadOnlySet<string> Reasons(IEnumerable<SyntaxNode> files) =>
        files.SelectMany(f => f.DescendantNodes().OfType<ClassDeclarationSyntax>()).Where(c => c.Identifier.Text == "Reasons")
            .SelectMany(c => c.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            .Where(v => v.Initializer?.Value is ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 1 } arguments } && statuses.Contains(arguments[1].ToString()))
            .Select(v => v.Identifier.Text).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Found> Conditions(SyntaxNode thrown) => thrown.Parent switch
    {
        IfStatementSyntax choice => Polarity.Refusing(Kind.Refusal, choice.Condition),
        BlockSyntax { Parent: IfStatementSyntax choice } block when block.Statements[^1] == thrown => Polarity.Refusing(Kind.Refusal, choice.Condition),
        ConditionalExpressionSyntax choice => choice.WhenFalse == thrown ? Polarity.Letting(Kind.Refusal, choice.Condition) : Polarity.Refusing(Kind.Refusal, choice.Condition),
        _ => [],
    };
}
