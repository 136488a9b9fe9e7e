using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>
/// Limits of the kernel that all sandboxes share with root, because root made their user namespaces: at its default of 128 instances of inotify, one function could
/// take them all, and neither another one nor a service of the host would get any. Raised so far that each sandbox meets its own limit of memory first.
/// </summary>
/// <remarks>Source: docs/security.md#what-is-shared.</remarks>
internal static class SharedLimits
{
    private static readonly (string File, long Least)[] All =
    [
        ("/proc/sys/fs/inotify/max_user_instances", 1 << 20),
        ("/proc/sys/fs/inotify/max_user_watches", 1 << 26),
    ];

    /// <summary>Raises those that are lower; lowers none.</summary>
    /// <returns>The files that may not be written.</returns>
    public static IReadOnlyList<string> Raise() => [.. All.Where(limit => !TryRaise(limit.File, limit.Least)).Select(limit => limit.File)];

    private static bool TryRaise(string file, long least)
    {
        try
        {
            if (!File.Exists(file) || long.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) >= least)
            {
                return true;
            }

            File.WriteAllText(file, least.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
