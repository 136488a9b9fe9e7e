namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>Files that functions made, which belong to the user who runs the server.</summary>
internal static class OwnFiles
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes a directory whatever rights a function left in it. Links are removed, not followed.</summary>
    public static void Remove(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        Open(directory);
        Directory.Delete(directory, recursive: true);
    }

    private static void Open(string directory)
    {
        File.SetUnixFileMode(directory, Mine);
        foreach (var below in new DirectoryInfo(directory).EnumerateDirectories().Where(below => below.LinkTarget is null))
        {
            Open(below.FullName);
        }
    }
}
