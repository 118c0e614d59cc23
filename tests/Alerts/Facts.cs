using Timpora.Comms.Alerts;

namespace Timpora.Comms.Tests.Alerts;

/// <summary>Alerts that no database knows, for pure decisions.</summary>
internal static class Facts
{
    public static Alert Alert() => new()
    {
        Id = Guid.CreateVersion7(), Channel = "tppo", CaseType = "TPPO", Headline = "Judul", Narrative = "Isi", RegionCode = "18.71", Poster = Guid.CreateVersion7(),
        PosterAgency = "kanim", PostedAt = DateTimeOffset.UnixEpoch, Tlp = "AMBER",
    };

    public static Obligation Obligation(Alert alert) => new() { Id = Guid.CreateVersion7(), AlertId = alert.Id, Agency = "polresta" };
}
