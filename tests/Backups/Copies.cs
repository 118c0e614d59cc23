using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Timpora.Comms.Backups;

namespace Timpora.Comms.Tests.Backups;

/// <summary>What an operator does with backups, as commands, in a folder that goes with the test.</summary>
public sealed class Copies : IDisposable
{
    /// <summary>Where the files are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("timpora-backup-").FullName;

    /// <summary>What the last command said.</summary>
    public string Said { get; private set; } = "";

    /// <summary>A file of this name.</summary>
    public string File(string name = "hub.backup") => Path.Combine(Folder, name);

    /// <summary>Makes a backup; the command's exit code.</summary>
    public Task<int> Backup(string connection, string name = "hub.backup") =>
        Say((output, errors) => BackupHub.Run([File(name)], Set(connection), TimeProvider.System, output, errors));

    /// <summary>Restores a backup; the command's exit code.</summary>
    public Task<int> Restore(string connection, string name = "hub.backup", params string[] words) =>
        Say((output, errors) => RestoreHub.Run([File(name), .. words], Set(connection), output, errors));

    /// <summary>Starts the real program with a command of these words on a database.</summary>
    public static Process Run(string connection, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words.Prepend(Path.Combine(AppContext.BaseDirectory, "Timpora.Comms.Server.dll")))
            start.ArgumentList.Add(word);
        start.Environment["ConnectionStrings__Hub"] = connection;
        return Process.Start(start)!;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private async Task<int> Say(Func<TextWriter, TextWriter, Task<int>> command)
    {
        await using var words = new StringWriter();
        var code = await command(words, words);
        Said = words.ToString();
        return code;
    }

    private static IConfiguration Set(string connection) => new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Hub", connection)]).Build();
}
