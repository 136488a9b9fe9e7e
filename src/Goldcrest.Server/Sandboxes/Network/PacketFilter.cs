using System.Globalization;
using System.Runtime.InteropServices;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// nftables in the network namespace of the thread that opened it. A table with the flag <c>owner</c> belongs to this object: nobody else can change or
/// flush it, and it goes when the object is disposed of or the process dies, however it dies.
/// </summary>
/// <remarks>Safe for many threads. Uses libnftables, which Debian's nftables is made of.</remarks>
internal sealed partial class PacketFilter : IDisposable
{
    private const string Library = "libnftables.so.1";
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    private readonly Lock _lock = new();
    private nint _context;

    private PacketFilter(nint context) => _context = context;

    /// <exception cref="SandboxLaunchException">The library is not installed, or the kernel has no nftables.</exception>
    public static PacketFilter Open()
    {
        try
        {
            var context = NewContext(0);
            if (context == 0)
            {
                throw Fault.Of("open nftables");
            }

            CloseOnExecution();
            _ = BufferErrors(context);
            return new PacketFilter(context);
        }
        catch (DllNotFoundException missing)
        {
            throw new SandboxLaunchException($"{Library} is not installed (apt-get install libnftables1)", missing);
        }
    }

    /// <summary>Carries out commands in nft's language, all or none.</summary>
    /// <exception cref="SandboxLaunchException">The kernel or the library refused; says why.</exception>
    public void Run(string commands)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_context == 0, this);
            if (RunCommands(_context, commands) != 0)
            {
                throw new SandboxLaunchException("could not set up nftables: " + Marshal.PtrToStringUTF8(ErrorsOf(_context))?.Trim());
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_context != 0)
            {
                FreeContext(_context);
                _context = 0;
            }
        }
    }

    /// <summary>The library opens its socket without this flag. No program that we start may inherit it.</summary>
    private static void CloseOnExecution()
    {
        // Which of them is the library's cannot be asked; all others have the flag already.
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
            _ = descriptor > 2 ? Libc.Control(descriptor, SetDescriptorFlags, CloseOnExec) : 0;
        }
    }

    [LibraryImport(Library, EntryPoint = "nft_ctx_new", SetLastError = true)]
    private static partial nint NewContext(uint flags);

    [LibraryImport(Library, EntryPoint = "nft_ctx_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_error")]
    private static partial int BufferErrors(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_get_error_buffer")]
    private static partial nint ErrorsOf(nint context);

    [LibraryImport(Library, EntryPoint = "nft_run_cmd_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RunCommands(nint context, string commands);
}
