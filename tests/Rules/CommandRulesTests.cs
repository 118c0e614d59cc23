using System.Reflection;
using FluentValidation;
using Timpora.Comms.Pipeline;
using Xunit;

namespace Timpora.Comms.Tests.Rules;

/// <summary>What holds for every command.</summary>
public class CommandRulesTests
{
    /// <summary>Commands whose body has nothing that could be malformed, each with the reason.</summary>
    private static readonly Dictionary<string, string> withoutValidator = new()
    {
        ["Channels.JoinChannel+Request"] = "the channel stands in the address and is looked up",
        ["Channels.LeaveChannel+Request"] = "the channel stands in the address and is looked up",
        ["Alerts.MarkDelivered+Request"] = "the number is held to the channel's head, and the channel is looked up",
        ["Escalations.EscalateDue+Request"] = "only the hub's own clock sends it",
        ["Notifications.ClaimNotifications+Request"] = "only the hub's own sender sends it",
        ["Notifications.KeepResult+Request"] = "only the hub's own sender sends it",
        ["WaysIn.MakeRecoveryCodes+Request"] = "it asks for the caller's own and says nothing else",
        ["WaysIn.RemoveAuthenticator+Request"] = "it asks for the caller's own and says nothing else",
        ["WaysIn.SetPassword+Replace"] = "only the use case itself sends it, with a hash it has made",
        ["Duty.WarnOfGaps+Request"] = "only the hub's own clock sends it",
    };

    [Fact]
    public void Every_command_has_a_validator() => Assert.Empty(Unvalidated(typeof(ICommand<>).Assembly));

    [Fact]
    public void A_command_without_a_validator_is_seen() =>
        Assert.Contains(Unvalidated(typeof(CommandRulesTests).Assembly), c => c.EndsWith(nameof(Samples.Unvalidated) + "+Request", StringComparison.Ordinal));

    /// <summary>An exception that nobody needs any more must go.</summary>
    [Fact]
    public void Exceptions_name_commands_that_exist_without_a_validator() =>
        Assert.Empty(withoutValidator.Keys.Except(Commands(typeof(ICommand<>).Assembly).Where(c => !HasValidator(c)).Select(Name)));

    private static List<string> Unvalidated(Assembly assembly) =>
        [.. Commands(assembly).Where(c => !HasValidator(c)).Select(Name).Except(withoutValidator.Keys)];

    private static IEnumerable<Type> Commands(Assembly assembly) =>
        assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false }
            && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>)));

    private static bool HasValidator(Type command) =>
        command.Assembly.GetTypes().Any(t => !t.IsAbstract && typeof(IValidator<>).MakeGenericType(command).IsAssignableFrom(t));

    private static string Name(Type type) => type.FullName!["Timpora.Comms.".Length..];
}
