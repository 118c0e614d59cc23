
namespace Timpora.Comms.Replay;

/// <summary>
/// <c>replay &lt;file&gt; --url &lt;hub&gt;</c>: plays a scenario against a running hub through the public contract alone, as a
/// stranger's program would, and says how it went.
/// </summary>
public static class ReplayScenario
{
    /// <summary>Runs the command. 0: everything went as written; 1: it did not; 2: wrong usage.</summary>
    public static async Task<int> Run(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            await output.WriteLineAsync(ReplayOptions.Usage);
            return 0;
        }

        var (options, wrong) = ReplayOptions.Parse(args);
        if (options is null || Locate(options.File) is not { } file)
        {
            await errors.WriteLineAsync($"{wrong ?? $"There is no file {options!.File}."}\n\n{ReplayOptions.Usage}");
            return 2;
        }

        try
        {
            var faults = await Play(ScenarioFile.Read(file), options, output, ct);
            await output.WriteLineAsync(faults.Count == 0 ? "\nEverything went as written." : "\nIt did not go as written:\n" + string.Join('\n', faults.Select(f => "- " + f)));
            return faults.Count == 0 ? 0 : 1;
        }
        catch (ScenarioException exception)
        {
            await errors.WriteLineAsync($"{options.File}: {exception.Message}");
            return 2;
        }
        catch (ReplayException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task<IReadOnlyList<string>> Play(Scenario scenario, ReplayOptions options, TextWriter output, CancellationToken ct)
    {
        await using var cast = await Cast.Assemble(scenario, options, TimeProvider.System, ct);
        var minute = options.Minute ?? cast.HubMinute;
        await output.WriteLineAsync($"{scenario.Name}: {scenario.Title}");
        await output.WriteLineAsync($"{(options.IsActual ? "A real alert" : "A drill")} on {options.Hub}; a minute lasts {minute.TotalSeconds} s, the end comes after {Clock.Text(scenario.Until)} minutes.\n");
        if (minute != cast.HubMinute)
            await output.WriteLineAsync($"Warning: a minute of this hub's ladders lasts {cast.HubMinute}, not {minute}: escalations will not come when they are written.\n");

        var play = new Playback(scenario, cast.Devices, cast.Doors, minute, TimeProvider.System, TextWriter.Synchronized(output).WriteLine);
        if (!await play.Play(options.IsActual, ct))
            return play.Faults;
        foreach (var device in cast.Devices.Values)
            await device.Judge(ct);

        var course = AlertCourse.Read(await cast.Doors[scenario.Steps[0].Who].Get($"/api/alerts/{play.Alert}", ct), minute);
        await output.WriteLineAsync($"""

            Alert {play.Alert}: {course.State}{(course.Outcome is null ? "" : $", {course.Outcome}")}. Times are minutes:seconds of the ladder since the post.

            {ReplayReport.Agencies(course, cast.PositionOf)}

            {ReplayReport.Moves(course, cast.PositionOf)}

            {ReplayReport.Devices(cast.Devices.Values)}
            """);
        return [.. play.Faults, .. Verdict.Of(scenario, course, cast.Ids, minute, play.PostTook), .. cast.DeviceFaults(course)];
    }

    // dotnet run starts the program in the project's folder; the caller's own folder is what the name is meant from.
    private static string? Locate(string file) =>
        new[] { Environment.GetEnvironmentVariable("PWD"), Environment.CurrentDirectory, Path.GetDirectoryName(Environment.CurrentDirectory) }
            .OfType<string>().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
}
