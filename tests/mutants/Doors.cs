using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Timpora.Comms.Mutants;

/// <summary>What stands in everybody's way, what ends a line, and the barrier that no entry passes to somebody known only by older facts.</summary>
internal static class Doors
{
    private static readonly string[] narrowing = ["RequireAuthorization", "SetFallbackPolicy"];

    // As they are called in a statement of their own.
    private static readonly string[] stopping = ["Require", "UseOriginCheck", "UseAuthorization", "UseCaller", "AddFilter<CallerHubFilter>", "AddHostedService<ConnectionWatch>"];

    private static readonly string[] versions = ["AclVersion", "FreshAs"];

    /// <summary>Requirements, middlewares, filters, and what watches.</summary>
    public static IEnumerable<Found> Closed(SyntaxNode file)
    {
        foreach (var call in file.DescendantNodes().OfType<InvocationExpressionSyntax>())
            if (call.Expression is MemberAccessExpressionSyntax { Name: var name })
            {
                if (narrowing.Contains(name.ToString()))
                    yield return Found.Narrowing(Kind.Door, call);
                else if (stopping.Contains(name.ToString()) && (call.Parent is AwaitExpressionSyntax waited ? waited.Parent : call.Parent) is ExpressionStatementSyntax statement)
                    yield return Found.Stopping(Kind.Door, statement);
            }

        // Whether there is an account already, before a link for the first one is made.
        foreach (var choice in file.DescendantNodes().OfType<IfStatementSyntax>())
            if (choice.Statement is ReturnStatementSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } && choice.Condition is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax asked }
                && asked.Expression.ToString().EndsWith(".Users.AnyAsync", StringComparison.Ordinal))
                yield return Found.Refusing(Kind.Door, choice.Condition);
    }

    /// <summary>Comparisons of access versions.</summary>
    public static IEnumerable<Found> Barriers(SyntaxNode file) =>
        file.DescendantNodes().OfType<BinaryExpressionSyntax>().Where(two => IsVersion(two.Left) || IsVersion(two.Right)).SelectMany<BinaryExpressionSyntax, Found>(two => two.Kind() switch
        {
            SyntaxKind.GreaterThanExpression or SyntaxKind.LessThanExpression => [Found.Refusing(Kind.Barrier, two)],
            SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.LessThanOrEqualExpression => [Found.Letting(Kind.Barrier, two)],
            _ => [],
        });

    /// <summary>Conditions under which a connection is closed, or ends to follow a channel.</summary>
    public static IEnumerable<Found> Ends(SyntaxNode file) =>
        file.DescendantNodes().OfType<IfStatementSyntax>()
            .Where(choice => choice.Statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Close" } } })
            .SelectMany(choice => Polarity.Refusing(Kind.Line, choice.Condition));

    private static bool IsVersion(ExpressionSyntax side) => side switch
    {
        MemberAccessExpressionSyntax member => versions.Contains(member.Name.Identifier.Text),
        IdentifierNameSyntax name => versions.Contains(name.Identifier.Text),
        _ => false,
    };
}
