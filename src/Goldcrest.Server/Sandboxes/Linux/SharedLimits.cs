using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>
/// Limits of the kernel that all sandboxes share with root, because root made their user namespaces: at its default of 128 instances of inotify, one function could
/// take them all, and neither another one nor a service of the host would get any. Raised so far that each sandbox meets its own limit of memory first. Who raises one leaves
/// a note of what it was, in the directory that all servers of the host share; the last to stop puts it back.
/// </summary>
/// <remarks>Source: docs/security.md#what-is-shared.</remarks>
/// <param name="sharedDirectory">In memory: a note must not outlive the host.</param>
/// <param name="limits">Files and the least that they shall say.</param>
internal sealed class SharedLimits(string sharedDirectory, params IReadOnlyList<(string File, long Least)> limits)
{
    /// <param name="sharedDirectory">Of all servers of the host.</param>
    public static SharedLimits OfThisHost(string sharedDirectory) => new(
        sharedDirectory, ("/proc/sys/fs/inotify/max_user_instances", 1 << 20), ("/proc/sys/fs/inotify/max_user_watches", 1 << 26));

    /// <summary>Raises those that are lower; lowers none.</summary>
    /// <returns>The files that may not be written.</returns>
    public IReadOnlyList<string> Raise()
    {
        using var alone = HostLock.Take(sharedDirectory);
        return [.. limits.Where(limit => !TryRaise(limit.File, limit.Least)).Select(limit => limit.File)];
    }

    /// <summary>Puts back what was raised, unless somebody has set it to something else since.</summary>
    /// <param name="isAnyoneLeft">Whether another server of the host lives.</param>
    public void Restore(Func<bool> isAnyoneLeft)
    {
        using var alone = HostLock.Take(sharedDirectory);
        if (isAnyoneLeft())
        {
            return;
        }

        foreach (var (file, least) in limits.Where(limit => File.Exists(NoteOf(limit.File))))
        {
            if (Read(file) == least)
            {
                File.WriteAllText(file, File.ReadAllText(NoteOf(file)));
            }

            File.Delete(NoteOf(file));
        }
    }

    private static long Read(string file) => long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);

    private bool TryRaise(string file, long least)
    {
        try
        {
            if (!File.Exists(file) || Read(file) is var found && found >= least)
            {
                return true;
            }

            // The note first: killed in between, the server leaves one that says what is true.
            File.WriteAllText(NoteOf(file), found.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(file, least.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string NoteOf(string file) => Path.Combine(sharedDirectory, $"was-{Path.GetFileName(file)}");
}
