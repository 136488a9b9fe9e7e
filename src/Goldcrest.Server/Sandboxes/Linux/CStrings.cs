using System.Runtime.InteropServices;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>A null-terminated array of C strings, as execve and posix_spawn want it. Freed on disposal.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly int _count;

    public CStrings(IReadOnlyCollection<string> strings)
    {
        _count = strings.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        var index = 0;
        foreach (var text in strings)
        {
            Pointer[index++] = (byte*)Marshal.StringToCoTaskMemUTF8(text);
        }
    }

    public byte** Pointer { get; private set; }

    public void Dispose()
    {
        if (Pointer is null)
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem((nint)Pointer[i]);
        }

        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}
