using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Timpora.Comms.Mutants;

/// <summary>What kind of check it is, by what the code looks like.</summary>
internal enum Kind
{
    /// <summary>Somebody asks <c>Permissions</c>, or another predicate that decides.</summary>
    Question,

    /// <summary>A condition inside such a predicate, or one that gives somebody a standing.</summary>
    Decision,

    /// <summary>A cell of the role table that denies something.</summary>
    Cell,

    /// <summary>A condition of a refusal that has to do with who asks.</summary>
    Refusal,

    /// <summary>A condition on rows, in SQL or in a query: not removed, not over, not used, not excluded.</summary>
    Row,

    /// <summary>That something is the caller's own.</summary>
    Own,

    /// <summary>That what is known of a reader is as fresh as the entry.</summary>
    Barrier,

    /// <summary>Something that stands in the way of every request or call.</summary>
    Door,

    /// <summary>What ends a live line.</summary>
    Line,
}

/// <summary>A check in the code, and the text around it that lets it be deleted while the program runs; <c>#</c> stands for its number.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands in its file.</param>
/// <param name="Before">What comes before it.</param>
/// <param name="After">What comes after it.</param>
internal sealed record Found(Kind Kind, TextSpan Span, string Before, string After)
{
    /// <summary>What lets somebody pass when it is true: deleted, it always is.</summary>
    public static Found Letting(Kind kind, SyntaxNode condition) => new(kind, condition.Span, "(Mutant.Lives(#) || (", "))");

    /// <summary>What refuses when it is true: deleted, it never is.</summary>
    public static Found Refusing(Kind kind, SyntaxNode condition) => new(kind, condition.Span, "(!Mutant.Lives(#) && (", "))");

    /// <summary>A call that narrows what it is made on: deleted, the thing itself is taken.</summary>
    public static Found Narrowing(Kind kind, InvocationExpressionSyntax call) =>
        new(kind, call.Span, $"{(call.Parent is ExpressionStatementSyntax ? "_ = " : "")}(Mutant.Lives(#) ? {((MemberAccessExpressionSyntax)call.Expression).Expression} : ", ")");

    /// <summary>A statement that stops those who may not go on: deleted, it is not carried out.</summary>
    public static Found Stopping(Kind kind, StatementSyntax statement) => new(kind, statement.Span, "if (!Mutant.Lives(#)) ", "");
}

/// <summary>A check with its number and its place.</summary>
/// <param name="Number">From 0, in the order of files and lines.</param>
/// <param name="File">Path inside the project.</param>
/// <param name="Line">From 1.</param>
/// <param name="Text">What is deleted, on one line.</param>
/// <param name="Found">What it is.</param>
internal sealed record Check(int Number, string File, int Line, string Text, Found Found)
{
    private const int MostText = 110;

    /// <summary>A piece of code on one line, cut where it is long.</summary>
    public static string OneLine(string code)
    {
        var line = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > MostText ? line[..MostText] + "..." : line;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Number,4}  {Found.Kind,-8}  {File}:{Line}  {Text}";
}
