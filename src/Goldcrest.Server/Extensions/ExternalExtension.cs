namespace Goldcrest.Server.Extensions;

/// <summary>A program in /opt/extensions, which runs beside the runtime.</summary>
/// <param name="Name">Of the file; also what it must register as.</param>
/// <param name="Flaw">Why it cannot be executed, as far as can be seen from outside; null when it can.</param>
/// <remarks>Source: docs/contracts/extensions.md#external-extensions.</remarks>
internal sealed record ExternalExtension(string Name, string? Flaw)
{
    private const string Folder = "extensions";

    /// <summary>As seen from inside.</summary>
    public string Command => CommandOf(Name);

    /// <param name="layerDirectories">Host directories merged into /opt; a later one wins.</param>
    /// <param name="findFlaw">Why a program cannot be executed, by its path inside; null when it can, as far as can be seen.</param>
    /// <returns>By name.</returns>
    public static IReadOnlyList<ExternalExtension> Find(IReadOnlyList<string> layerDirectories, Func<string, string?> findFlaw)
    {
        var found = new SortedDictionary<string, bool>(StringComparer.Ordinal);
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
                found.TryAdd(entry.Name, entry is not DirectoryInfo || entry.LinkTarget is not null);
            }
        }

        return [.. found.Where(one => one.Value).Select(one => new ExternalExtension(one.Key, findFlaw(CommandOf(one.Key))))];
    }

    private static string CommandOf(string name) => $"/opt/{Folder}/{name}";
}
