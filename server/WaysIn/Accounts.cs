using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;

namespace Timpora.Comms.WaysIn;

/// <summary>Makes accounts.</summary>
internal static class Accounts
{
    /// <summary>Stores a new member, with a password or without; a taken account name is refused by the name of its field.</summary>
    public static async Task<Member> Make(this UserManager<Member> accounts, Member member, string? password = null)
    {
        member.LockoutEnabled = true;
        var made = password is null ? await accounts.CreateAsync(member) : await accounts.CreateAsync(member, password);
        if (made.Succeeded)
            return member;
        throw made.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
            ? Rejection.Field("userName", new Say("Nama akun ini sudah dipakai.", "This account name is taken."))
            : new InvalidOperationException("An account was refused: " + string.Join(", ", made.Errors.Select(e => e.Code)));
    }

    /// <summary>What an account name may look like.</summary>
    public static IRuleBuilderOptions<T, string?> AccountName<T>(this IRuleBuilder<T, string?> rule, IdentityOptions options) =>
        rule.MaximumLength(64).Must(name => name is null || name.All(options.User.AllowedUserNameCharacters.Contains))
            .WithSentence(new("Hanya huruf, angka dan tanda . - _ @ +", "Only letters, digits and . - _ @ +"));
}
