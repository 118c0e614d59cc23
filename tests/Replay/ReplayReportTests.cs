using System.Text.Json;
using Timpora.Comms.Replay;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>What is read from the hub's answer, and how it is printed.</summary>
public class ReplayReportTests
{
    // Two real seconds are a minute here.
    private static readonly AlertCourse course = AlertCourse.Read(JsonElement.Parse("""
        {
          "postedAt": "2026-11-24T01:00:00.000000Z", "state": "Open",
          "obligations": [
            {"agency": "polresta", "lead": true, "state": "Acknowledged", "notifiedAt": "2026-11-24T01:00:00.000000Z", "deliveredAt": "2026-11-24T01:00:00.500000Z", "seenAt": "2026-11-24T01:00:01.000000Z"},
            {"agency": "uptdppa", "lead": false, "state": "Notified", "notifiedAt": "2026-11-24T01:00:00.000000Z"}
          ],
          "timeline": [
            {"seq": 1, "kind": "alert.posted", "at": "2026-11-24T01:00:00.000000Z", "data": {"caseType": "TPPO"}},
            {"seq": 2, "kind": "escalation.fired", "at": "2026-11-24T01:00:00.100000Z", "data": {"agency": "polresta", "level": 1, "round": 1, "recipients": ["p1"]}},
            {"seq": 2, "kind": "escalation.fired", "at": "2026-11-24T01:00:00.000000Z", "data": {"agency": "uptdppa", "level": 1, "round": 1, "recipients": ["u1"]}},
            {"seq": 3, "kind": "obligation.acknowledged", "at": "2026-11-24T01:00:03.000000Z", "data": {"agency": "polresta", "member": "p1"}},
            {"seq": 4, "kind": "obligation.undone", "at": "2026-11-24T01:00:04.000000Z", "data": {"agency": "polresta", "member": "p1"}},
            {"seq": 5, "kind": "withheld"},
            {"seq": 6, "kind": "obligation.acknowledged", "at": "2026-11-24T01:00:05.000000Z", "data": {"agency": "polresta", "member": "p1", "late": true}},
            {"seq": 7, "kind": "escalation.fired", "at": "2026-11-24T01:00:10.100000Z", "data": {"agency": "uptdppa", "level": 2, "round": 1, "recipients": ["u2", "x"]}},
            {"seq": 8, "kind": "escalation.skipped", "at": "2026-11-24T01:02:00.000000Z", "data": {"agency": "uptdppa", "level": 3, "round": 1, "reason": "nobody-on-duty"}}
          ]
        }
        """), TimeSpan.FromSeconds(2));

    [Fact]
    public void Agencies_stand_with_ladder_times_and_positions() => Assert.Equal(
        """
        agency           told  got it  saw it  answered                                       at the end
        ---------------  ----  ------  ------  ---------------------------------------------  ------------
        polresta (lead)  0:03  0:15    0:30    1:30 acknowledged (Penghubung Polresta)        Acknowledged
                                               2:00 taken back (Penghubung Polresta)
                                               2:30 acknowledged, late (Penghubung Polresta)
        uptdppa          0:00  –       –       –                                              Notified
        """.ReplaceLineEndings("\n"), ReplayReport.Agencies(course, PositionOf));

    [Fact]
    public void Moves_of_the_ladders_name_whom_they_asked() => Assert.Equal(
        """
        at     agency    what          level  round  asked
        -----  --------  ------------  -----  -----  ------------------------------
        0:03   polresta  first notice  1      1      Penghubung Polresta
        0:00   uptdppa   first notice  1      1      Penghubung UPTD PPA
        5:03   uptdppa   escalation    2      1      Kepala jaga UPTD PPA, a member
        60:00  uptdppa   skipped       3      1      nobody-on-duty
        """.ReplaceLineEndings("\n"), ReplayReport.Moves(course, PositionOf));

    [Fact]
    public void A_table_has_columns_as_wide_as_their_widest_cell() =>
        Assert.Equal("a  bb\n-  ---\nx\ny  zzz", TextTable.Format(["a", "bb"], [["x", ""], ["y", "zzz"]]));

    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(59.4, "0:59")]
    [InlineData(150, "2:30")]
    [InlineData(14888, "248:08")]
    [InlineData(-0.2, "0:00")]
    public void Ladder_time_is_minutes_and_seconds(double seconds, string text) => Assert.Equal(text, Clock.Text(TimeSpan.FromSeconds(seconds)));

    private static string PositionOf(string id) => id switch
    {
        "p1" => "Penghubung Polresta",
        "u1" => "Penghubung UPTD PPA",
        "u2" => "Kepala jaga UPTD PPA",
        _ => "a member",
    };
}
