using Timpora.Comms.Pipeline;

namespace Timpora.Comms.Tests.Rules.Samples;

/// <summary>A command without a validator, for the rule that must see it.</summary>
internal static class Unvalidated
{
    internal sealed record Request(Guid? ClientKey) : ICommand<bool>;
}
