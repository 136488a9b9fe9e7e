using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>A directory held by a descriptor, which stays the same however its name is used later. Nothing can be read by it.</summary>
internal sealed class OpenDirectory : IDisposable
{
    private const int PathOnly = 0x20_0000;
    private const int DirectoryOnly = 0x1_0000;

    private readonly SafeFileHandle _handle;

    private OpenDirectory(SafeFileHandle handle) => _handle = handle;

    public int Descriptor => (int)_handle.DangerousGetHandle();

    /// <exception cref="SandboxLaunchException">There is no such directory.</exception>
    public static OpenDirectory Open(string path)
    {
        var descriptor = Libc.Open(path, PathOnly | DirectoryOnly | Libc.CloseOnExec, 0);
        return descriptor >= 0 ? new OpenDirectory(new SafeFileHandle(descriptor, ownsHandle: true)) : throw Fault.Of($"open the directory {path}");
    }

    public void Dispose() => _handle.Dispose();
}
