namespace Goldcrest.Core.Code;

/// <summary>The paths of a zip as one tree: nothing twice, and nothing below what is no directory, so below no link either.</summary>
internal sealed class ZipTree(int maxDirectories)
{
    // True for a directory that an entry named, false for one that a path implies; null for a file or link.
    private readonly Dictionary<string, bool?> _paths = new(StringComparer.Ordinal);
    private int _directories;

    /// <returns>Null when the entry fits.</returns>
    public CodeRefusal? Add(string path, ZipEntryKind kind)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var parent = path[..slash];
            if (!_paths.TryGetValue(parent, out var known))
            {
                _paths.Add(parent, false);
                _directories++;
            }
            else if (known is null)
            {
                return CodeRefusal.Duplicate;
            }
        }

        if (kind == ZipEntryKind.Directory && _paths.TryGetValue(path, out var before) && before is false)
        {
            _paths[path] = true;
        }
        else if (!_paths.TryAdd(path, kind == ZipEntryKind.Directory ? true : null))
        {
            return CodeRefusal.Duplicate;
        }
        else if (kind == ZipEntryKind.Directory)
        {
            _directories++;
        }

        return _directories > maxDirectories ? CodeRefusal.TooManyEntries : null;
    }
}
