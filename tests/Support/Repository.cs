namespace Timpora.Comms.Tests.Support;

/// <summary>Where the project's files are, from wherever the tests run.</summary>
public static class Repository
{
    /// <summary>The project's folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Where pictures and reports go; never committed. The test script may name another place.</summary>
    public static string Results { get; } = Environment.GetEnvironmentVariable("TIMPORA_TEST_RESULTS") is { Length: > 0 } set ? set : Path.Combine(Root, "TestResults");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Timpora.Comms.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the project.");
        return folder.FullName;
    }
}
