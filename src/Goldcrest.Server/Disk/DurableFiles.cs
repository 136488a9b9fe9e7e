using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Goldcrest.Server.Disk;

/// <summary>Writes that survive a power loss once the call has returned.</summary>
internal static partial class DurableFiles
{
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC

    /// <summary>Makes earlier creations, renames and removals in the directory durable.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void SyncDirectory(string directory) => Sync(directory, Fsync);

    /// <summary>Makes everything durable that was written to the file system of a directory: cheaper than flushing thousands of files one by one.</summary>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void SyncFileSystem(string directory) => Sync(directory, SyncFs);

    /// <summary>Writes a new file and flushes its content; its name is durable only after <see cref="SyncDirectory"/>.</summary>
    /// <param name="path">Must not exist.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Set whatever the umask says.</param>
    /// <exception cref="IOException">The file exists or cannot be written.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, content.Length);
        File.SetUnixFileMode(file, mode);
        RandomAccess.Write(file, content, 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Makes a file that is made only once: of two that try at the same time the first one's content stands. Durable when it returns.</summary>
    /// <param name="directory">Must exist.</param>
    /// <param name="name">Of the file; nothing happens when it is there.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Set whatever the umask says.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void WriteOnce(string directory, string name, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var path = Path.Combine(directory, name);
        var draft = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        try
        {
            WriteNew(draft, content, mode);
            TryLink(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }

        SyncDirectory(directory);
    }

    /// <summary>Gives a file a second name.</summary>
    /// <returns>False when that name is taken: unlike a rename, a link never replaces.</returns>
    /// <exception cref="IOException">Any other failure.</exception>
    public static bool TryLink(string path, string newPath)
    {
        const int FileExists = 17;
        if (Link(path, newPath) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == FileExists ? false : throw Failed("link", newPath);
    }

    private static void Sync(string directory, Func<int, int> flush)
    {
        var descriptor = Open(directory, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw Failed("open", directory);
        }

        try
        {
            if (flush(descriptor) != 0)
            {
                throw Failed("flush", directory);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string verb, string path)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"Cannot {verb} '{path}': {cause.Message}", cause);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFs(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string newPath);
}
