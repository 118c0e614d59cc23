using System.Globalization;

namespace Timpora.Comms.Replay;

/// <summary>The people of a scenario, signed in, each with a device; those who are on line from the start are connected.</summary>
public sealed class Cast : IAsyncDisposable
{
    private readonly Dictionary<string, HubDoor> doors = [];
    private readonly Dictionary<string, Device> devices = [];
    private readonly Dictionary<string, string> positions = [];

    private Cast()
    {
    }

    /// <summary>How long a minute of the hub's ladders lasts.</summary>
    public TimeSpan HubMinute { get; private set; }

    /// <summary>Everybody's way in over HTTP.</summary>
    public IReadOnlyDictionary<string, HubDoor> Doors => doors;

    /// <summary>Everybody's device.</summary>
    public IReadOnlyDictionary<string, Device> Devices => devices;

    /// <summary>Everybody's id.</summary>
    public IReadOnlyDictionary<string, string> Ids => devices.ToDictionary(d => d.Key, d => d.Value.Me.Id.ToString());

    /// <summary>A member's position in words.</summary>
    public string PositionOf(string id) => positions.GetValueOrDefault(id, "a member");

    /// <summary>Signs everybody in and connects who is on line.</summary>
    public static async Task<Cast> Assemble(Scenario scenario, ReplayOptions options, TimeProvider time, CancellationToken ct)
    {
        var cast = new Cast();
        try
        {
            foreach (var who in scenario.People)
            {
                var door = cast.doors[who] = new HubDoor(options.Hub, time);
                var me = await door.SignIn(who, options.Password, ct);
                cast.devices[who] = new Device(options.Hub, door, who, me, time);
                cast.positions[me.Id.ToString()] = me.Position;
            }

            await cast.ReadHub(cast.doors[scenario.Steps[0].Who], options.IsActual, ct);
            var channel = scenario.Steps[0].Body["alert"].TryGetProperty("channel", out var slug) ? slug.ToString() : "";
            foreach (var device in cast.devices.Values)
                await device.Prepare(channel, ct);
            foreach (var device in cast.devices.Values.Where(d => !scenario.Offline.Contains(d.Who)))
                await device.Connect(ct);
            foreach (var who in scenario.Offline)
                cast.devices[who].IsUncut = false;
            return cast;
        }
        catch
        {
            await cast.DisposeAsync();
            throw;
        }
    }

    /// <summary>What devices saw wrongly, and agencies whose device was there all the time and still did not get the alert.</summary>
    public IEnumerable<string> DeviceFaults(AlertCourse course)
    {
        foreach (var device in devices.Values)
        {
            foreach (var fault in device.Cursors.SelectMany(c => c.Faults))
                yield return $"Device of {device.Me.Position}, channel {fault}.";
        }

        foreach (var agency in course.Agencies.Where(a => a.Got is null))
        {
            if (devices.Values.Any(d => d.Me.Agency.Code == agency.Agency && d.Me.AnswersForAgency && d.IsUncut))
                yield return $"{agency.Agency} was on line and did not get the alert.";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var device in devices.Values)
            await device.DisposeAsync();
        foreach (var door in doors.Values)
        {
            try
            {
                await door.SignOut(CancellationToken.None);
            }
            catch (ReplayException)
            {
                // The hub is gone, and the session with it or soon after.
            }

            door.Dispose();
        }
    }

    private async Task ReadHub(HubDoor door, bool isActual, CancellationToken ct)
    {
        var organisation = await door.Get("/api/organisation", ct);
        HubMinute = TimeSpan.Parse(organisation.GetProperty("minute").GetString()!, CultureInfo.InvariantCulture);
        if (isActual && !organisation.GetProperty("isDevelopment").GetBoolean())
            throw new ReplayException("--actual is for a hub in Development only: a real alert on a working hub would wake real people.");
        if (await door.Find("/api/members", ct) is not { } members)
            return;
        foreach (var member in members.GetProperty("items").EnumerateArray())
            positions[member.GetProperty("id").GetString()!] = member.GetProperty("position").GetString()!;
    }
}
