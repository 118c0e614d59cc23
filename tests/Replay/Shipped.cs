using Timpora.Comms.Tests.Support;
using Xunit;

namespace Timpora.Comms.Tests.Replay;

/// <summary>The scenario files of this repository.</summary>
public static class Shipped
{
    /// <summary>Every file's name.</summary>
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "scenarios"), "*.jsonl").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>A file's path.</summary>
    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "scenarios", name);

}
