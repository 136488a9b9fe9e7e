using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>
/// A copy of a program in memory that nobody can change any more. crun makes itself such a copy at every start, so that no container can write to the host's
/// file by way of /proc/self/exe, and then executes itself anew; one that was started from a copy does neither.
/// </summary>
/// <remarks>Its descriptors are closed with the server. Source: docs/performance.md.</remarks>
internal sealed unsafe class SealedProgram(string path)
{
    private const int MemoryFileCreate = 319;
    private const nint CloseOnExec = 1;
    private const nint AllowSealing = 2;
    private const nint MayExecute = 0x10;
    private const int AddSeals = 1033;
    private const nint AllSeals = 0b1111;

    private readonly Lock _gate = new();

    // Older copies stay: a start that has just been told of one must find it.
    private readonly List<SafeFileHandle> _copies = [];
    private (long Length, DateTime Written)? _copied;

    /// <returns>
    /// What to execute: the copy, or the file itself where the kernel allows no program in memory. Good for children of this process that become another program
    /// first, too. A file that was replaced is copied anew.
    /// </returns>
    public string PathToExecute()
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            if (file.Exists && _copied != (file.Length, file.LastWriteTimeUtc))
            {
                _copied = (file.Length, file.LastWriteTimeUtc);
                _copies.Add(Copy(path) ?? new SafeFileHandle(-1, ownsHandle: false));
            }

            return _copies is [.., { IsInvalid: false } newest] ? $"/proc/{Environment.ProcessId}/fd/{newest.DangerousGetHandle()}" : path;
        }
    }

    /// <returns>Null where it cannot be had.</returns>
    private static SafeFileHandle? Copy(string path)
    {
        // Kernels before 6.3 do not know the flag that others may insist on.
        var descriptor = Create(CloseOnExec | AllowSealing | MayExecute);
        descriptor = descriptor >= 0 ? descriptor : Create(CloseOnExec | AllowSealing);
        if (descriptor < 0)
        {
            return null;
        }

        var copy = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(copy, File.ReadAllBytes(path), fileOffset: 0);
        var isGood = Libc.Control((int)descriptor, AddSeals, AllSeals) == 0
            && File.GetUnixFileMode($"/proc/self/fd/{descriptor}").HasFlag(UnixFileMode.UserExecute);
        if (!isGood)
        {
            copy.Dispose();
        }

        return isGood ? copy : null;
    }

    private static nint Create(nint flags)
    {
        fixed (byte* name = "crun"u8)
        {
            return Libc.SystemCall(MemoryFileCreate, (nint)name, flags, 0, 0);
        }
    }
}
