using FluentValidation;

namespace Timpora.Comms.Pipeline;

/// <summary>Sentences of rules.</summary>
public static class RuleSentences
{
    /// <summary>A sentence that follows the request's language.</summary>
    public static IRuleBuilderOptions<T, TProperty> WithSentence<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, Say sentence) =>
        rule.WithMessage(_ => sentence.ToString());
}
