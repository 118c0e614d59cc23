using System.Diagnostics;
using Xunit;

namespace Timpora.Comms.Tests.Faults;

/// <summary>A small volume in memory, and a file that fills it. Only root may mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int Piece = 64 << 10;

    private SmallDisk()
    {
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("timpora-disk-").FullName;

    /// <summary>Bytes that are free at this moment.</summary>
    public long Free => new DriveInfo(Folder).AvailableFreeSpace;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Mounts one; where that is not allowed the test is skipped.</summary>
    public static SmallDisk MountOrSkip(int mebibytes)
    {
        var disk = new SmallDisk();
        if (Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "timpora", disk.Folder))
            return disk;
        Directory.Delete(disk.Folder);
        Assert.Skip("Only root may mount a small disk.");
        return disk;
    }

    /// <summary>Fills it until so many bytes are free; 0 fills it to the last one.</summary>
    public void FillUpTo(long free)
    {
        using var file = new FileStream(Ballast, FileMode.Append);
        var piece = new byte[Piece];
        try
        {
            while (Free > free)
            {
                file.Write(piece, 0, (int)Math.Clamp(Free - free, 1, Piece));
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Empty() => File.Delete(Ballast);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Run("umount", Folder) || Run("umount", "-l", Folder))
            Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        run.WaitForExit();
        return run.ExitCode == 0;
    }
}
