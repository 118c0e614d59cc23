using Timpora.Comms.Alerts;
using Xunit;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>Nobody is reported for whom they married.</summary>
public class MarriageGroundTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("pasangan campuran")]
    [InlineData("PASANGAN CAMPURAN!!!")]
    [InlineData("Karena mereka pasangan beda negara dan beda agama.")]
    [InlineData("Suami WNA, istri WNI.")]
    [InlineData("Mixed couple: the husband is a foreigner and the wife is Indonesian.")]
    [InlineData("curiga")]
    [InlineData("1234567890 1234567890")]
    public void Who_they_are_is_no_ground(string? ground) => Assert.False(MarriageGround.IsConcrete(ground));

    [Theory]
    [InlineData("Sponsor membayar saksi; alamat keduanya kosong sejak Maret.")]
    [InlineData("The sponsor paid both witnesses and neither lives at the address.")]
    public void What_somebody_observed_is_one(string ground) => Assert.True(MarriageGround.IsConcrete(ground));
}
