using Timpora.Comms.Storage;
using Xunit;

namespace Timpora.Comms.Tests.Storage;

public sealed class IdsTests
{
    [Fact]
    public void Ids_made_together_rise_and_tell_when()
    {
        var now = new DateTimeOffset(2026, 11, 24, 1, 2, 3, 456, TimeSpan.Zero);
        var ids = Ids.Rising(100, now);
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, now), (id.Version, Ids.MadeAt(id))));
    }
}
