using System.Runtime.CompilerServices;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>The scenario files of this repository.</summary>
public static class Shipped
{
    /// <summary>Every file's name.</summary>
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder(), "*.jsonl").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>A file's path.</summary>
    public static string PathOf(string name) => Path.Combine(Folder(), name);

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "scenarios"));
}
