using Timpora.Comms.Access;
using Timpora.Comms.Agencies;
using Xunit;

namespace Timpora.Comms.Tests.Access;

public sealed class RoleTableTests
{
    private static readonly Roles[] all = [Roles.Officer, Roles.Liaison, Roles.Chief, Roles.Secretariat, Roles.Chair, Roles.Admin, Roles.Auditor, Roles.Guest, Roles.Wall];

    [Fact]
    public void Every_act_has_a_row_and_every_role_a_cell()
    {
        Assert.Equal(Enum.GetValues<Act>(), RoleTable.Rows.Select(r => r.Act).Order());
        Assert.All(RoleTable.Rows, row => Assert.Equal(all, RoleTable.Columns.Zip(row.Cells, (role, _) => role)));
    }

    /// <summary>What a cell names is enough, each alone; nothing else is, not even all the rest together.</summary>
    [Fact]
    public void A_cell_is_what_it_takes_and_nothing_else_is()
    {
        foreach (var (act, cells) in RoleTable.Rows)
            foreach (var (role, enough) in RoleTable.Columns.Zip(cells))
            {
                var everything = Enum.GetValues<Standing>().Where(s => s != Standing.All).Aggregate(Standing.No, (sum, s) => sum | s);
                Assert.Equal(enough.HasFlag(Standing.All), RoleTable.May(role, act, Standing.No));
                Assert.Equal(enough.HasFlag(Standing.All), RoleTable.May(role, act, everything & ~enough));
                foreach (var standing in Enum.GetValues<Standing>().Where(s => s != Standing.No && enough.HasFlag(s)))
                    Assert.True(RoleTable.May(role, act, standing), $"{role} {act} {standing}");
            }
    }

    [Fact]
    public void Who_holds_several_roles_may_do_what_any_of_them_may_and_no_more()
    {
        foreach (var act in Enum.GetValues<Act>())
            foreach (var standing in Enum.GetValues<Standing>())
                for (var roles = 0; roles < 1 << all.Length; roles++)
                    Assert.Equal(all.Any(role => ((int)role & roles) != 0 && RoleTable.May(role, act, standing)), RoleTable.May((Roles)roles, act, standing));
    }

    [Fact]
    public void Who_has_no_role_may_do_nothing()
    {
        foreach (var act in Enum.GetValues<Act>())
            Assert.False(RoleTable.May(Roles.None, act, (Standing)~0));
    }

    /// <summary>Cases are for those who work on them: neither who keeps the agency's members nor who proves the log reads one.</summary>
    [Fact]
    public void Admins_and_auditors_read_no_case()
    {
        foreach (var act in new[] { Act.ReadChannel, Act.JoinChannel, Act.PostAlert, Act.ReadAlert, Act.SeePlace, Act.Answer, Act.Update, Act.Resolve, Act.ReadMeasures })
            Assert.False(RoleTable.May(Roles.Admin | Roles.Auditor, act, (Standing)~0 & ~Standing.All), act.ToString());
    }
}
