using System.Globalization;

namespace Goldcrest.Cli.Running;

/// <summary>
/// The right to serve one data directory. A kernel lock on <c>lock</c> says whether somebody has it, so a crash frees it;
/// <c>goldcrest.pid</c> beside it says who: the process id, and, once ready, on a second line the endpoint and on a third
/// the region. The pid file means nothing while the lock is free.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const int WouldBlock = 11;

    private readonly FileStream _held;
    private readonly string _pidFile;

    private DataDirectoryLock(FileStream held, string pidFile)
    {
        _held = held;
        _pidFile = pidFile;
        Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <returns>Null when another server holds it.</returns>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public static DataDirectoryLock? TryTake(string dataDirectory)
    {
        MakeDirectory(dataDirectory);
        FileStream held;
        try
        {
            // FileShare.None is an exclusive flock, which the kernel drops with the process.
            held = new FileStream(LockFile(dataDirectory), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }

        try
        {
            return new DataDirectoryLock(held, PidFile(dataDirectory));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Makes the directory, readable by its owner only, when it is missing.</summary>
    public static void MakeDirectory(string dataDirectory) =>
        Directory.CreateDirectory(dataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <returns>The server that holds the directory, or null when none does or it has not yet said who it is.</returns>
    public static RunningServer? FindHolder(string dataDirectory)
    {
        var lines = ReadLines(PidFile(dataDirectory));
        return lines.Length > 0 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && HasOpen(pid, Path.GetFullPath(LockFile(dataDirectory)))
            ? new RunningServer(pid, lines.ElementAtOrDefault(1), lines.ElementAtOrDefault(2))
            : null;
    }

    /// <summary>Tells other processes where this server answers, and in which region they work unless they say.</summary>
    public void Announce(string endpoint, string region) => Write($"{Environment.ProcessId}\n{endpoint}\n{region}");

    public void Dispose()
    {
        File.Delete(_pidFile);
        _held.Dispose();
    }

    private static string LockFile(string dataDirectory) => Path.Combine(dataDirectory, "lock");

    private static string PidFile(string dataDirectory) => Path.Combine(dataDirectory, "goldcrest.pid");

    /// <summary>A process id can be given to another program after a crash; only the one with our lock file open is ours.</summary>
    private static bool HasOpen(int pid, string path)
    {
        try
        {
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(fd => new FileInfo(fd).LinkTarget is { } open && (open == target || open == path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Write(string text)
    {
        // Renamed into place, so that a reader never sees half of it.
        var temporary = _pidFile + ".new";
        File.WriteAllText(temporary, text + "\n");
        File.Move(temporary, _pidFile, overwrite: true);
    }
}
