using System.Diagnostics;

namespace Timpora.Comms.Pipeline;

/// <summary>
/// The hub's own steps of a trace: command, commit, and on every node that has members for it the reading of the tail and the writing to all lines. No
/// content of a case and nobody's id stands in them. Without a listener nothing is made.
/// </summary>
public static class HubTrace
{
    /// <summary>Name of the source.</summary>
    public const string Name = "Timpora.Comms";

    private static readonly ActivitySource source = new(Name);

    /// <summary>A command, within the request that brought it.</summary>
    public static Activity? Command(Type request) => source.HasListeners() ? source.StartActivity("command " + (request.DeclaringType ?? request).Name) : null;

    /// <summary>The commit of the command.</summary>
    public static Activity? Commit() => source.StartActivity("commit");

    /// <summary>What others that carry a step on know it by; null where nobody listens to it.</summary>
    public static string? Traced(this Activity? step) => step is { Recorded: true } ? step.Id : null;

    /// <summary>A step of delivery, in the trace of the command that a hint came from; none where the hint carries no trace.</summary>
    public static Activity? Of(string? trace, string step) =>
        trace is not null && source.HasListeners() && ActivityContext.TryParse(trace, null, isRemote: true, out var command) ? source.StartActivity(step, ActivityKind.Consumer, command) : null;
}
