using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Agencies;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>Ends every way in of somebody: whoever was removed, or starts anew with a link, leaves no key, code or password behind.</summary>
internal static class WaysInOf
{
    /// <summary>Does so, in the command's transaction.</summary>
    public static async Task ForgetWaysIn(this HubDb db, Member member, UserManager<Member> accounts, CancellationToken ct)
    {
        foreach (var key in await accounts.GetPasskeysAsync(member))
            await accounts.RemovePasskeyAsync(member, key.CredentialId);
        await db.RecoveryCodes.Where(c => c.Member == member.Id).ExecuteDeleteAsync(ct);
        await db.Sessions.Where(s => s.Member == member.Id).ExecuteDeleteAsync(ct);
        (member.PasswordHash, member.CodeSecret, member.LockoutEnd, member.AccessFailedCount, member.Lockouts) = (null, null, null, 0, 0);
    }

    internal sealed class WhenRemoved(HubDb db, UserManager<Member> accounts) : INotificationHandler<MemberRemoved>
    {
        // Who is suspended may come back as they went.
        public Task Handle(MemberRemoved notification, CancellationToken cancellationToken) =>
            notification.Member.IsSuspended ? Task.CompletedTask : db.ForgetWaysIn(notification.Member, accounts, cancellationToken);
    }
}
