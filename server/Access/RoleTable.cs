using Timpora.Comms.Agencies;
using static Timpora.Comms.Access.Standing;

namespace Timpora.Comms.Access;

/// <summary>What somebody wants to do: a row of the role table.</summary>
public enum Act
{
    /// <summary>Read a channel's log, and subscribe to it.</summary>
    ReadChannel,

    /// <summary>Make a channel one's own, or no longer.</summary>
    JoinChannel,

    /// <summary>Post an alert to a channel.</summary>
    PostAlert,

    /// <summary>Read an alert and its entries in full, and write into its thread.</summary>
    ReadAlert,

    /// <summary>See an alert's precise place, and the case type's own fields, which often name one; the others see the district.</summary>
    SeePlace,

    /// <summary>See who is excluded from an alert, and why.</summary>
    SeeExclusions,

    /// <summary>Acknowledge, take it back, offer it to another agency and accept such an offer.</summary>
    Answer,

    /// <summary>Decline, or ask the chief to.</summary>
    Decline,

    /// <summary>Decline so that it is final.</summary>
    DeclineFinally,

    /// <summary>Change what an alert says and whom it asks, or cancel it.</summary>
    Update,

    /// <summary>Give an alert a mark that lets more people in: only where it comes from (TLP 2.0: who receives something never shares it further than its source allows).</summary>
    RelaxMark,

    /// <summary>Write a progress note.</summary>
    NoteProgress,

    /// <summary>Resolve an alert, and reopen it.</summary>
    Resolve,

    /// <summary>Release an agency from its answer.</summary>
    Waive,

    /// <summary>Escalate by hand.</summary>
    Escalate,

    /// <summary>See how the people asked for an agency's answer were reached.</summary>
    SeeReached,

    /// <summary>See and set where a member is reached outside the hub.</summary>
    KeepContacts,

    /// <summary>Change an agency's roster.</summary>
    AssignDuty,

    /// <summary>See where an agency's roster has gaps, and who stands in.</summary>
    ReadGaps,

    /// <summary>Remove a member of an agency, close their account for a while and open it again.</summary>
    RemoveMember,

    /// <summary>Let somebody in: a new member, a member who has lost every way in, a screen. Who invites to the offices that oversee the whole team belongs there.</summary>
    Invite,

    /// <summary>Invite an agency's admin, so that each agency can keep its own members from then on.</summary>
    InviteAdmin,

    /// <summary>Read the figures, which are made of the alerts that one may read in full.</summary>
    ReadMeasures,

    /// <summary>Read the team's directory.</summary>
    ReadDirectory,

    /// <summary>Read the rosters: who is on duty where.</summary>
    ReadRosters,

    /// <summary>Read in it what people are called; the others read which post they hold.</summary>
    SeeNames,

    /// <summary>Show what runs on a wall: where an alert stands and who owes an answer, and nothing that somebody wrote.</summary>
    ShowOnWall,

    /// <summary>See of all alerts that somebody is excluded and why, whatever their marks; never the case itself by this right.</summary>
    ReviewExclusions,
}

/// <summary>How somebody stands to a thing: what a cell of the role table asks for. One of those named is enough.</summary>
[Flags]
public enum Standing
{
    /// <summary>Not at all.</summary>
    No = 0,

    /// <summary>Whatever the thing is.</summary>
    All = 1 << 0,

    /// <summary>It is the own agency's: an obligation, a roster, a member, a desk.</summary>
    Own = 1 << 1,

    /// <summary>It is oneself.</summary>
    Self = 1 << 2,

    /// <summary>A channel that admits the own agency, and no desk.</summary>
    Admitted = 1 << 3,

    /// <summary>Any channel that is no desk.</summary>
    Shared = 1 << 4,

    /// <summary>An alert that one has posted.</summary>
    Poster = 1 << 5,

    /// <summary>An alert that the own agency has posted.</summary>
    Origin = 1 << 6,

    /// <summary>An alert that the own agency owes an answer to, or has answered.</summary>
    Required = 1 << 7,

    /// <summary>As <see cref="Required"/>, or somebody's answer to it was offered to the own agency.</summary>
    Concerned = 1 << 8,

    /// <summary>An alert that the own agency leads.</summary>
    Lead = 1 << 9,

    /// <summary>A RED alert that names one.</summary>
    Recipient = 1 << 10,

    /// <summary>An alert whose mark lets in whoever may read the channel.</summary>
    Marked = 1 << 11,

    /// <summary>An alert that is not RED.</summary>
    NotRed = 1 << 12,

    /// <summary>It is a guest organisation's.</summary>
    Guests = 1 << 13,
}

/// <summary>
/// Which role may do what to which things (design.md section 6). Who holds several roles may do what any of them may. Deny by default: what is in no
/// cell nobody may do.
/// </summary>
public static class RoleTable
{
    /// <summary>The columns.</summary>
    internal static readonly Roles[] Columns = [Roles.Officer, Roles.Liaison, Roles.Chief, Roles.Secretariat, Roles.Chair, Roles.Admin, Roles.Auditor, Roles.Guest, Roles.Wall];

    /// <summary>The rows, each with a cell for each column.</summary>
    internal static readonly (Act Act, Standing[] Cells)[] Rows =
    [
        //                       officer                         liaison                         chief                           secretariat      chair            admin        auditor     guest                wall
        (Act.ReadChannel,       [Own | Admitted,                 Own | Admitted,                 Own | Admitted,                 Own | Shared,    Own | Shared,    No,          No,         Admitted,            No]),
        (Act.JoinChannel,       [Admitted,                       Admitted,                       Admitted,                       Shared,          Shared,          No,          No,         Admitted,            No]),
        (Act.PostAlert,         [Admitted,                       Admitted,                       Admitted,                       Shared,          Shared,          No,          No,         No,                  No]),
        (Act.ReadAlert,         [Reads,                          Reads,                          Reads,                          Reads | NotRed,  Reads | NotRed,  No,          No,         Recipient | Marked,  No]),
        (Act.SeePlace,          [Origin | Concerned,             Origin | Concerned,             Origin | Concerned,             All,             All,             No,          No,         No,                  No]),
        (Act.SeeExclusions,     [Poster,                         Poster,                         Poster,                         Poster,          All,             No,          All,        No,                  No]),
        (Act.Answer,            [No,                             Own,                            Own,                            Own,             Own,             No,          No,         No,                  No]),
        (Act.Decline,           [No,                             Own,                            Own,                            No,              No,              No,          No,         No,                  No]),
        (Act.DeclineFinally,    [No,                             No,                             Own,                            No,              No,              No,          No,         No,                  No]),
        (Act.Update,            [Poster,                         Poster | Origin,                Poster | Origin,                All,             All,             No,          No,         No,                  No]),
        (Act.RelaxMark,         [Poster,                         Poster | Origin,                Poster | Origin,                Origin,          Origin,          No,          No,         No,                  No]),
        (Act.NoteProgress,      [Required,                       Required,                       Required,                       All,             All,             No,          No,         No,                  No]),
        (Act.Resolve,           [No,                             Lead,                           Lead,                           All,             All,             No,          No,         No,                  No]),
        (Act.Waive,             [No,                             No,                             No,                             All,             All,             No,          No,         No,                  No]),
        (Act.Escalate,          [No,                             Origin | Required,              Origin | Required,              All,             All,             No,          No,         No,                  No]),
        (Act.SeeReached,        [Own | Origin | Poster,          Own | Origin | Poster,          Own | Origin | Poster,          All,             All,             No,          No,         No,                  No]),
        (Act.KeepContacts,      [Self,                           Self,                           Self,                           Self,            Self,            Self | Own,  Self,       Self,                No]),
        (Act.AssignDuty,        [No,                             Own,                            Own,                            No,              No,              Own,         No,         No,                  No]),
        (Act.ReadGaps,          [Own,                            Own,                            Own,                            All,             All,             Own,         Own,        No,                  No]),
        (Act.RemoveMember,      [No,                             No,                             No,                             Guests,          Guests,          Own,         No,         No,                  No]),
        (Act.Invite,            [No,                             No,                             No,                             Guests,          Guests,          Own,         No,         No,                  No]),
        (Act.InviteAdmin,       [No,                             No,                             No,                             All,             All,             No,          No,         No,                  No]),
        (Act.ReadMeasures,      [All,                            All,                            All,                            All,             All,             No,          No,         No,                  No]),
        (Act.ReadDirectory,     [All,                            All,                            All,                            All,             All,             All,         All,        All,                 All]),
        (Act.ReadRosters,       [All,                            All,                            All,                            All,             All,             All,         All,        No,                  No]),
        (Act.SeeNames,          [All,                            All,                            All,                            All,             All,             All,         All,        No,                  No]),
        (Act.ShowOnWall,        [No,                             No,                             No,                             No,              No,              No,          No,         No,                  Origin | Concerned | Marked]),
        (Act.ReviewExclusions,  [No,                             No,                             No,                             No,              All,             No,          All,        No,                  No]),
    ];

    // For each act and each set of roles, what is enough: asked for every reader of every entry.
    private static readonly Standing[][] enough = [.. Enum.GetValues<Act>().Select(Enough)];

    private const Standing Reads = Poster | Recipient | Origin | Concerned | Marked;

    /// <summary>Whether somebody with these roles who stands so to a thing may do this to it.</summary>
    public static bool May(Roles roles, Act act, Standing standing) => (enough[(int)act][(int)roles & (enough[(int)act].Length - 1)] & (standing | All)) != No;

    private static Standing[] Enough(Act act)
    {
        var cells = Rows.Single(r => r.Act == act).Cells;
        return [.. Enumerable.Range(0, 1 << Columns.Length).Select(roles => Columns.Zip(cells).Where(c => ((int)c.First & roles) != 0).Aggregate(No, (all, c) => all | c.Second))];
    }
}
