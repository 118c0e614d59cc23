using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Timpora.Comms.Bench;

/// <summary>Where and of what the figures were taken.</summary>
internal static class Machine
{
    /// <summary>One line about the machine.</summary>
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {Processor()}, {Memory()} GB, kernel {Environment.OSVersion.Version}, {RuntimeInformation.FrameworkDescription}, loopback";

    /// <summary>The commit that was built, with a mark when the tree has changes.</summary>
    public static string Commit() => $"{Git("rev-parse", "--short", "HEAD")}{(Git("status", "--porcelain", "--untracked-files=no").Length > 0 ? " with changes" : "")}";

    /// <summary>The repository's folder.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Timpora.Comms.sln")))
                return folder.FullName;
        return Environment.CurrentDirectory;
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.OSArchitecture.ToString();

    private static long Memory() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;

    private static string Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, WorkingDirectory = Root() })!;
            return git.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
