namespace Goldcrest.Server.Extensions;

/// <summary>A program in /opt/extensions, which runs beside the runtime.</summary>
/// <param name="Name">Of the file; also what it must register as.</param>
/// <param name="Flaw">Why it cannot be executed, as far as can be seen from outside; null when it can.</param>
/// <remarks>Source: docs/contracts/extensions.md#external-extensions.</remarks>
internal sealed record ExternalExtension(string Name, string? Flaw)
{
    private const string Folder = "extensions";
    private const UnixFileMode Executable = UnixFileMode.OtherExecute | UnixFileMode.GroupExecute | UnixFileMode.UserExecute;

    /// <summary>As seen from inside.</summary>
    public string Command => $"/opt/{Folder}/{Name}";

    /// <param name="layerDirectories">Host directories merged into /opt; a later one wins.</param>
    /// <returns>By name.</returns>
    public static IReadOnlyList<ExternalExtension> Find(IReadOnlyList<string> layerDirectories)
    {
        var found = new SortedDictionary<string, ExternalExtension?>(StringComparer.Ordinal);
        foreach (var layer in layerDirectories.Reverse())
        {
            var folder = new DirectoryInfo(Path.Combine(layer, Folder));
            if (!folder.Exists)
            {
                if (new FileInfo(folder.FullName) is { Exists: true } or { LinkTarget: not null })
                {
                    // A file of that name hides the folders of all layers below.
                    break;
                }

                continue;
            }

            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                found.TryAdd(entry.Name, entry is DirectoryInfo && entry.LinkTarget is null ? null : new ExternalExtension(entry.Name, FindFlaw(entry)));
            }
        }

        return [.. found.Values.OfType<ExternalExtension>()];
    }

    /// <summary>A link may lead anywhere inside: it is tried.</summary>
    private static string? FindFlaw(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null)
        {
            return null;
        }

        if ((entry.UnixFileMode & Executable) == 0)
        {
            return "permission denied";
        }

        using var stream = new FileStream(entry.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var head = new byte[4];
        var start = head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        return start.StartsWith("\u007FELF"u8) || start.StartsWith("#!"u8) ? null : "exec format error";
    }
}
