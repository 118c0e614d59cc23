using System.Globalization;

namespace Timpora.Comms.Replay;

/// <summary>What the caller asked for.</summary>
/// <param name="File">The scenario.</param>
/// <param name="Hub">Where the hub listens.</param>
/// <param name="Minute">How long a minute of the scenario lasts; null: as long as the hub's.</param>
/// <param name="Password">Of the people's accounts.</param>
/// <param name="IsActual">Play as a real alert; only on a hub in Development.</param>
public sealed record ReplayOptions(string File, Uri Hub, TimeSpan? Minute, string Password, bool IsActual)
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Usage = """
        Plays a course of events against a running hub, as its demo people, and prints when each agency
        was told, got it, saw it and answered, and each escalation.

        usage: dotnet run --project server -- replay <file> [--url <hub>] [--minute <time>] [--password <text>] [--actual]

          <file>        a scenario, such as tests/scenarios/rajabasa-holding-house.jsonl
          --url         the hub, http://localhost:5080 unless given
          --minute      how long a minute of the scenario lasts, such as 00:00:01; as long as the hub's unless given
          --password    of the people's accounts; the demo accounts' unless given
          --actual      play a real alert instead of a drill; only a hub in Development lets you

        Exit code: 0 when everything went as written, 1 when not, 2 for wrong usage.
        """;

    private const string DemoPassword = "Timpora-Demo-1";

    /// <summary>Reads arguments. Either the options or a sentence about what is wrong.</summary>
    public static (ReplayOptions? Options, string? Wrong) Parse(IReadOnlyList<string> args)
    {
        var options = new ReplayOptions("", new Uri("http://localhost:5080"), null, DemoPassword, false);
        var rest = new Queue<string>(args.SelectMany(Split));
        while (rest.TryDequeue(out var arg))
        {
            if (arg == "--actual")
                options = options with { IsActual = true };
            else if (!arg.StartsWith('-') && options.File.Length > 0)
                return (null, $"One scenario at a time; what is {arg}?");
            else if (!arg.StartsWith('-'))
                options = options with { File = arg };
            else if (arg is not ("--url" or "--minute" or "--password"))
                return (null, $"Unknown option {arg}.");
            else if (!rest.TryDequeue(out var value))
                return (null, $"{arg} needs a value.");
            else if (arg == "--password")
                options = options with { Password = value };
            else if (arg == "--url" && Uri.TryCreate(value, UriKind.Absolute, out var hub) && hub.Scheme is "http" or "https")
                options = options with { Hub = hub };
            else if (arg == "--minute" && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var minute) && minute > TimeSpan.Zero && minute <= TimeSpan.FromMinutes(1))
                options = options with { Minute = minute };
            else
                return (null, arg == "--url" ? "--url must be an address such as http://localhost:5080." : "--minute must be a time up to 00:01:00, such as 00:00:01.");
        }

        return options.File.Length == 0 ? (null, "Name a scenario file.") : (options, null);
    }

    private static string[] Split(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal) && arg.Split('=', 2) is [var name, var value] ? [name, value] : [arg];
}
