using System.Diagnostics;

namespace Timpora.Comms.Mutants;

/// <summary>A copy of the project whose checks can be deleted one by one, built once.</summary>
internal sealed class Workshop(string folder) : IDisposable
{
    /// <summary>Names the checks that are deleted in a process.</summary>
    public const string Deleted = "TIMPORA_MUTANTS";

    /// <summary>Names a folder; each process writes there which checks it came by.</summary>
    public const string Reached = "TIMPORA_MUTANTS_REACHED";

    /// <summary>The program that holds the tests.</summary>
    public string Tests { get; } = Path.Combine(folder, "tests", "bin", "Debug", "net10.0", "Timpora.Comms.Tests.dll");

    /// <summary>Copies what is tracked or new in a project, puts the rewritten files over it and builds. Throws when that fails, with what the compiler says.</summary>
    public static Workshop Build(string project, Checks checks)
    {
        var shop = new Workshop(Directory.CreateTempSubdirectory("timpora-mutants-").FullName);
        try
        {
            shop.Copy(project);
            foreach (var (path, text) in checks.Rewritten)
                File.WriteAllText(Path.Combine(shop.Folder, path), text);
            File.WriteAllText(Path.Combine(shop.Folder, "server", "Mutant.cs"), Switch(checks.All.Count));
            var (code, output) = Run(shop.Folder, "dotnet", "build", Path.Combine("tests", "Timpora.Comms.Tests.csproj"), "-p:SkipClient=true", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-clp:ErrorsOnly", "-nologo");
            return code == 0 ? shop : throw new InvalidOperationException($"The rewritten project cannot be built:\n{output}");
        }
        catch
        {
            shop.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Folder => folder;

    private void Copy(string project)
    {
        var (code, files) = Run(project, "git", "ls-files", "--cached", "--others", "--exclude-standard");
        if (code != 0)
            throw new InvalidOperationException($"git does not say what belongs to the project: {files}");
        foreach (var file in files.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(f => File.Exists(Path.Combine(project, f))))
        {
            var to = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(project, file), to);
        }
    }

    private static (int Code, string Output) Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static string Switch(int checks) =>
        $$"""
        namespace Timpora.Comms;

        internal static class Mutant
        {
            private static readonly bool[] deleted = new bool[{{checks}}], reached = new bool[{{checks}}];

            static Mutant()
            {
                foreach (var number in (System.Environment.GetEnvironmentVariable("{{Deleted}}") ?? "").Split(',', System.StringSplitOptions.RemoveEmptyEntries))
                    deleted[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)] = true;
                if (System.Environment.GetEnvironmentVariable("{{Reached}}") is { Length: > 0 } folder)
                    System.AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.WriteAllText(
                        System.IO.Path.Combine(folder, System.Environment.ProcessId.ToString()), string.Join(',', System.Linq.Enumerable.Where(System.Linq.Enumerable.Range(0, reached.Length), i => reached[i])));
            }

            public static bool Lives(int number)
            {
                reached[number] = true;
                return deleted[number];
            }

            public static string Sql(int number, string condition) => Lives(number) ? $"({condition} OR 1 = 1)" : condition;
        }
        """;
}
