using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Files that lie in memory and have no path: what a program is given to read, of any size, and what it writes.</summary>
internal static class MemoryFile
{
    private const uint CloseOnExec = 1;

    /// <param name="name">Shown in /proc, for people.</param>
    public static SafeFileHandle Create(string name)
    {
        var descriptor = Libc.CreateMemoryFile(name, CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Fault.Of("make a file in memory");
    }
}
