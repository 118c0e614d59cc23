using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Timpora.Comms.Mutants;

/// <summary>Predicates that decide: wherever they are asked, and what they are made of.</summary>
internal static partial class Questions
{
    // Asks whether it is worth reading, not whether somebody may.
    private const string NoQuestion = "MayTellOfAlerts";

    // What stands there knows nobody who asks.
    private const string Ground = "Timpora.Comms.Storage";

    /// <summary>Where such a predicate is called, or handed on to be called.</summary>
    public static IEnumerable<Found> Asked(SyntaxNode file, IReadOnlyDictionary<string, int> arities)
    {
        foreach (var call in file.DescendantNodes().OfType<InvocationExpressionSyntax>())
            if (Lets(NameOf(call.Expression)))
                yield return Found.Letting(Kind.Question, call);
            else if (Refuses(NameOf(call.Expression)))
                yield return Found.Refusing(Kind.Question, call);
        foreach (var argument in file.DescendantNodes().OfType<ArgumentSyntax>())
            if (argument.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Permissions" } } handed && arities.TryGetValue(NameOf(handed), out var arity))
            {
                var names = string.Join(", ", Enumerable.Range(0, arity).Select(i => $"asked{i}"));
                yield return new(Kind.Question, handed.Span, $"({names}) => Mutant.Lives(#) || ", $"({names})");
            }
    }

    /// <summary>What such a predicate answers, and what gives somebody a standing.</summary>
    public static IEnumerable<Found> Decided(SyntaxNode file)
    {
        if (file.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Any(n => n.Name.ToString() == Ground))
            yield break;
        foreach (var member in file.DescendantNodes().OfType<MemberDeclarationSyntax>())
            if (Predicate(member) is var (name, body))
                foreach (var found in Lets(name) ? Answers(body, Polarity.Letting) : Refuses(name) ? Answers(body, Polarity.Refusing) : [])
                    yield return found;
        foreach (var choice in file.DescendantNodes().OfType<ConditionalExpressionSyntax>())
            if (IsNoStanding(choice.WhenFalse))
                foreach (var found in Polarity.Letting(Kind.Decision, choice.Condition))
                    yield return found;
            else if (choice.DescendantNodes().Any(IsStanding))
                foreach (var found in Polarity.Refusing(Kind.Decision, choice.Condition))
                    yield return found;
        foreach (var choice in file.DescendantNodes().OfType<IfStatementSyntax>())
            if (choice.Statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression } more } && more.Right.DescendantNodesAndSelf().Any(IsStanding))
                foreach (var found in Polarity.Letting(Kind.Decision, choice.Condition))
                    yield return found;
            else if (choice.Statement is ReturnStatementSyntax { Expression: { } only } && only.DescendantNodesAndSelf().Any(IsStanding))
                foreach (var found in Polarity.Refusing(Kind.Decision, choice.Condition))
                    yield return found;
    }

    /// <summary>Cells of the role table, each but those that let everybody pass.</summary>
    public static IEnumerable<Found> Cells(SyntaxNode file) =>
        file.DescendantNodes().OfType<ClassDeclarationSyntax>().Where(c => c.Identifier.Text == "RoleTable").SelectMany(table => table.DescendantNodes().OfType<TupleExpressionSyntax>())
            .SelectMany(row => row.DescendantNodes().OfType<CollectionExpressionSyntax>()).SelectMany(row => row.Elements.OfType<ExpressionElementSyntax>())
            .Where(cell => cell.ToString() != "All").Select(cell => new Found(Kind.Cell, cell.Span, "(Mutant.Lives(#) ? Standing.All : ", ")"));

    /// <summary>How many arguments each public predicate of <c>Permissions</c> takes, as far as its name says it.</summary>
    public static IReadOnlyDictionary<string, int> Arities(IEnumerable<SyntaxNode> files) =>
        files.SelectMany(f => f.DescendantNodes().OfType<ClassDeclarationSyntax>()).Where(c => c.Identifier.Text == "Permissions")
            .SelectMany(c => c.Members.OfType<MethodDeclarationSyntax>()).GroupBy(m => m.Identifier.Text).Where(g => g.Count() == 1)
            .ToDictionary(g => g.Key, g => g.Single().ParameterList.Parameters.Count, StringComparer.Ordinal);

    private static IEnumerable<Found> Answers(SyntaxNode body, Func<Kind, ExpressionSyntax, IEnumerable<Found>> parts)
    {
        if (body is ArrowExpressionClauseSyntax { Expression: var whole })
            return parts(Kind.Decision, whole);
        var returned = body.DescendantNodes().OfType<ReturnStatementSyntax>().Where(r => r.Expression is not null).SelectMany(r => parts(Kind.Decision, r.Expression!));
        // A way out that answers otherwise than by "yes": without its condition the rest of the predicate answers.
        var left = body.DescendantNodes().OfType<IfStatementSyntax>()
            .Where(i => i.Statement is ReturnStatementSyntax { Expression: not (null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression }) })
            .SelectMany(i => Polarity.Refusing(Kind.Decision, i.Condition));
        return returned.Concat(left);
    }

    private static (string Name, SyntaxNode Body)? Predicate(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method when IsBool(method.ReturnType) && ((SyntaxNode?)method.ExpressionBody ?? method.Body) is { } body => (method.Identifier.Text, body),
        PropertyDeclarationSyntax { ExpressionBody: { } body } property when IsBool(property.Type) => (property.Identifier.Text, body),
        _ => null,
    };

    private static bool IsBool(TypeSyntax type) => type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.BoolKeyword };

    private static bool IsNoStanding(ExpressionSyntax answer) => answer.ToString() is "Standing.No" or "standing";

    private static bool IsStanding(SyntaxNode node) => node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Standing" } };

    private static bool Lets(string name) => name != NoQuestion && Letting().IsMatch(name);

    private static bool Refuses(string name) => name is "IsExcluded" or "IsGuarded";

    private static string NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };

    [GeneratedRegex("^([Mm]ay([A-Z].*)?|Concerns|Is(Own|Allowed|Near)|FixedTimeEquals)$")]
    private static partial Regex Letting();
}
