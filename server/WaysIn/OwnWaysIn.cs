using Microsoft.EntityFrameworkCore;
using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Timpora.Comms.Pipeline;
using Timpora.Comms.Storage;

namespace Timpora.Comms.WaysIn;

/// <summary>What changing one's own ways in has in common.</summary>
internal static class OwnWaysIn
{
    /// <summary>The caller's account, to be changed. Only one change at a time: what is left after two must still be a way in.</summary>
    public static async Task<Member> RequireOwn(this HubDb db, Caller caller, CancellationToken ct)
    {
        var id = (await caller.Require(ct)).Id;
        await db.LockName("ways-in:" + id.ToString("D"), ct);
        return await db.Users.FirstOrDefaultAsync(m => m.Id == id && m.RemovedAt == null, ct) ?? throw new Rejection(Reasons.SignInRequired);
    }

    /// <summary>Whether a member with this many keys, and what else there is, can come in. A password alone is enough for invented people only.</summary>
    public static bool ComesInWith(this Member member, int passkeys) => passkeys > 0 || (member.PasswordHash is not null && (member.IsDemo || member.CodeSecret is not null));

    /// <summary>Ends what is signed in elsewhere: whoever has what was taken away must not stay.</summary>
    public static Task EndOtherSessions(this HubDb db, Guid member, CurrentSession? current, CancellationToken ct)
    {
        var own = current?.Key;
        return db.Sessions.Where(s => s.Member == member && s.Key != own).ExecuteDeleteAsync(ct);
    }
}
