using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Timpora.Comms.Bench.Load;

/// <summary>The few system calls the load generator lives from: one thread, epoll, plain sockets, no allocation per read.</summary>
internal static unsafe partial class Kernel
{
    private const int WouldBlock = 11;
    private const int NoSignal = 0x4000;
    private const int Add = 1;
    private const int Remove = 2;
    private const int NonBlocking = 0x800;
    private const int SetFlags = 4;

    /// <summary>Something can be read.</summary>
    public const uint Readable = 1;

    /// <summary>An event as the kernel writes it on x64 (packed).</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Event
    {
        public uint Kinds;
        public long Data;
    }

    /// <summary>Opens an epoll set.</summary>
    public static int Open() => Check(EpollCreate(0));

    /// <summary>Watches a socket for reading, and makes it non-blocking.</summary>
    public static void Watch(int set, int socket, long data)
    {
        Check(Control(socket, SetFlags, NonBlocking));
        var wanted = new Event { Kinds = Readable, Data = data };
        Check(EpollControl(set, Add, socket, &wanted));
    }

    /// <summary>Watches a socket no longer.</summary>
    public static void Forget(int set, int socket)
    {
        var none = default(Event);
        EpollControl(set, Remove, socket, &none);
    }

    /// <summary>Waits for events, at most so long.</summary>
    public static int Wait(int set, Event[] events, long nanoseconds)
    {
        var limit = stackalloc long[2];
        (limit[0], limit[1]) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
        fixed (Event* first = events)
            return Math.Max(0, EpollWait(set, first, events.Length, limit, null));
    }

    /// <summary>Reads what is there; 0 when the other side closed, -1 when nothing is there.</summary>
    public static int Read(int socket, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            var read = (int)Receive(socket, first, (nuint)buffer.Length, 0);
            return read >= 0 ? read : Marshal.GetLastPInvokeError() == WouldBlock ? -1 : 0;
        }
    }

    /// <summary>Writes all of it; the servers read fast enough for a short spin on a full buffer.</summary>
    public static bool Write(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            for (var done = 0; done < bytes.Length;)
            {
                var sent = (int)Send(socket, first + done, (nuint)(bytes.Length - done), NoSignal);
                if (sent < 0 && Marshal.GetLastPInvokeError() != WouldBlock)
                    return false;
                done += Math.Max(0, sent);
            }

        return true;
    }

    /// <summary>Forces a file's data to the disk.</summary>
    public static void Sync(int file) => Check(FileSync(file));

    /// <summary>Asks a process to end.</summary>
    public static void Interrupt(int process)
    {
        const int interrupt = 2;
        Signal(process, interrupt);
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int set, int what, int socket, Event* wanted);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    private static partial int EpollWait(int set, Event* events, int most, long* limit, void* signals);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int socket, int what, int value);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FileSync(int file);
}
