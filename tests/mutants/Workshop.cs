using System.Diagnostics;

namespace Timpora.Comms.Mutants;

/// <summary>A copy of the project whose checks can be deleted one by one, built once.</summary>
internal sealed class Workshop(string folder) : IDisposable
{
    /// <summary>Names the checks that are deleted in a process.</summary>
    public const string Deleted = "TIMPORA_MUTANTS";

    /// <summary>Names a file; a process writes there which checks each of its tests came by: name, milliseconds, numbers.</summary>
    public const string Reached = "TIMPORA_MUTANTS_REACHED";

    /// <summary>Stands there for a test's name where it is not known which.</summary>
    public const string Between = "-";

    /// <summary>The program that holds the tests.</summary>
    public string Tests { get; } = Path.Combine(folder, "tests", "bin", "Debug", "net10.0", "Timpora.Comms.Tests.dll");

    /// <summary>Copies what is tracked or new in a project, puts the rewritten files over it and builds. Throws when that fails, with what the compiler says.</summary>
    public static Workshop Build(string project, Checks checks)
    {
        var shop = new Workshop(Directory.CreateTempSubdirectory("timpora-mutants-").FullName);
        // Ended from outside, it leaves nothing behind either.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => shop.Dispose();
        try
        {
            shop.Copy(project);
            foreach (var (path, text) in checks.Rewritten)
                File.WriteAllText(Path.Combine(shop.Folder, path), text);
            File.WriteAllText(Path.Combine(shop.Folder, "server", "Mutant.cs"), Switch(checks.All.Count));
            File.WriteAllText(Path.Combine(shop.Folder, "tests", "Notes.cs"), Notes());
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
    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

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
            private static readonly string? file = System.Environment.GetEnvironmentVariable("{{Reached}}");

            static Mutant()
            {
                foreach (var number in (System.Environment.GetEnvironmentVariable("{{Deleted}}") ?? "").Split(',', System.StringSplitOptions.RemoveEmptyEntries))
                    deleted[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)] = true;
            }

            public static bool Lives(int number)
            {
                reached[number] = true;
                return deleted[number];
            }

            public static string Sql(int number, string condition) => Lives(number) ? $"({condition} OR 1 = 1)" : condition;

            public static void Note(string test, double milliseconds)
            {
                if (string.IsNullOrEmpty(file))
                    return;
                System.IO.File.AppendAllText(file, System.FormattableString.Invariant($"{test}\t{milliseconds:0}\t{string.Join(',', System.Linq.Enumerable.Where(System.Linq.Enumerable.Range(0, reached.Length), i => reached[i]))}\n"));
                System.Array.Clear(reached);
            }
        }
        """;

    // What was reached since the test before belongs to the whole class: its hub, its tables.
    private static string Notes() =>
        $$"""
        [assembly: Timpora.Comms.Tests.Notes]

        namespace Timpora.Comms.Tests;

        public sealed class NotesAttribute : Xunit.v3.BeforeAfterTestAttribute
        {
            private long begun;

            public override void Before(System.Reflection.MethodInfo methodUnderTest, Xunit.v3.IXunitTest test)
            {
                Mutant.Note("{{Between}}", 0);
                begun = System.Diagnostics.Stopwatch.GetTimestamp();
            }

            public override void After(System.Reflection.MethodInfo methodUnderTest, Xunit.v3.IXunitTest test) =>
                Mutant.Note($"{methodUnderTest.DeclaringType!.FullName}.{methodUnderTest.Name}", System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        """;
}
