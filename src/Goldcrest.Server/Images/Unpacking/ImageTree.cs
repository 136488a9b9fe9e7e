using System.Text;
using Goldcrest.Core.Images;
using Goldcrest.Server.Disk;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Images.Unpacking;

/// <summary>
/// The tree of one image while it is made, in a directory that nobody else touches. Every path is walked from its root, links are followed as they would be inside,
/// and so nothing outside is ever written, read or removed.
/// </summary>
/// <param name="root">Absolute; an empty directory.</param>
/// <param name="budget">Counts the directories that no entry names and an entry below needs.</param>
internal sealed class ImageTree(string root, UnpackBudget budget)
{
    public const UnixFileMode OpenDirectory = (UnixFileMode)0b111_101_101;

    /// <summary>As many as the kernel follows.</summary>
    private const int MaxLinks = 40;

    /// <summary>Of a path on the host: some less than the kernel takes, so that whatever is made can be found, moved and deleted again.</summary>
    private const int MaxPlaceBytes = 4_000;

    /// <summary>Letters of known paths: layers may have any number of long ones.</summary>
    private const int MaxKnown = 4 * 1024 * 1024;

    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private int _known;

    /// <param name="path">Clean.</param>
    public void MakeDirectory(string path, int mode)
    {
        var place = Place(path);
        if (!IsRealDirectory(place))
        {
            Clear(place);
            Directory.CreateDirectory(place);
        }

        File.SetUnixFileMode(place, (UnixFileMode)mode & Permissions);
    }

    /// <returns>The new file, empty; the caller writes it and gives it its mode.</returns>
    public SafeFileHandle MakeFile(string path)
    {
        var place = Place(path);
        Clear(place);
        return File.OpenHandle(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, preallocationSize: 0);
    }

    public static UnixFileMode ModeOf(int mode) => (UnixFileMode)mode & Permissions;

    /// <param name="target">Whatever it says: it is only ever followed inside.</param>
    public void MakeLink(string path, string target)
    {
        var place = Place(path);
        Clear(place);
        Forget();
        File.CreateSymbolicLink(place, target);
    }

    /// <param name="target">The first name, clean.</param>
    /// <exception cref="ImageException">There is no such file.</exception>
    public void MakeSecondName(string path, string target)
    {
        var (first, second) = (Place(target), Place(path));
        if (first == second)
        {
            return;
        }

        if (!Exists(first) || IsRealDirectory(first))
        {
            throw Broken($"'{path}' is to be a second name of '{target}', which is no file");
        }

        Clear(second);
        DurableFiles.TryLink(first, second);
    }

    /// <summary>Takes a name away, with all that is below it; nothing happens when it is not there.</summary>
    public void Remove(string path)
    {
        if (FindFolder(LayerPath.Split(path).Folder) is { } folder)
        {
            Clear(Below(folder, LayerPath.Split(path).Name));
        }
    }

    /// <summary>Takes away all that is in a folder, but for what the caller keeps.</summary>
    /// <param name="keep">Asked with clean paths.</param>
    public void Empty(string path, Func<string, bool> keep)
    {
        foreach (var entry in FindFolder(path) is { } folder ? Directory.GetFileSystemEntries(folder) : [])
        {
            var inside = path.Length == 0 ? Path.GetFileName(entry) : $"{path}/{Path.GetFileName(entry)}";
            if (!keep(inside))
            {
                Clear(entry);
            }
            else if (IsRealDirectory(entry))
            {
                Empty(inside, keep);
            }
        }
    }

    /// <summary>Makes sure that there is a real directory, for something to be mounted on.</summary>
    public void NeedDirectory(string path)
    {
        if (!IsRealDirectory(Place(path)))
        {
            MakeDirectory(path, (int)OpenDirectory);
        }
    }

    /// <summary>Makes sure that there is a real file, for something to be mounted on; what a link was to lead to is not there anyway.</summary>
    public void NeedFile(string path)
    {
        var place = Place(path);
        if (!File.Exists(place) || IsLink(place))
        {
            using var file = MakeFile(path);
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }
    }

    private static ImageException Broken(string what) => new(ImageFailure.Reason.Broken, $"a layer cannot be unpacked: {what}");

    /// <returns>Where the entry lies on the host; its folders are made when they are missing.</returns>
    private string Place(string path)
    {
        var (folder, name) = LayerPath.Split(path);
        return path.Length == 0 ? root : Below(Walk(folder, isMade: true)!, name);
    }

    private static string Below(string folder, string name)
    {
        var place = Path.Join(folder, name);
        return Encoding.UTF8.GetByteCount(place) <= MaxPlaceBytes ? place : throw Broken($"the path of '{name}' is too long");
    }

    private string? FindFolder(string path) => Walk(path, isMade: false);

    /// <returns>The real directory at the end of all links; null when it is not there and is not to be made.</returns>
    private string? Walk(string path, bool isMade)
    {
        if (_folders.TryGetValue(path, out var known))
        {
            return known;
        }

        var steps = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var (at, links) = (root, 0);
        while (steps.TryPop(out var step))
        {
            if (step is "." or "..")
            {
                at = step == "." || at == root ? at : Path.GetDirectoryName(at)!;
                continue;
            }

            var next = Below(at, step);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (++links > MaxLinks)
                {
                    throw Broken($"'{path}' leads in circles");
                }

                at = target.StartsWith('/') ? root : at;
                foreach (var further in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    steps.Push(further);
                }

                continue;
            }

            if (!Directory.Exists(next))
            {
                if (!isMade)
                {
                    return null;
                }

                if (File.Exists(next))
                {
                    throw Broken($"'{path}' goes through a file");
                }

                budget.TakeEntry();
                Directory.CreateDirectory(next);
                File.SetUnixFileMode(next, OpenDirectory);
            }

            at = next;
        }

        Remember(path, at);
        return at;
    }

    private void Remember(string path, string place)
    {
        if (_known > MaxKnown)
        {
            Forget();
        }

        _known += path.Length + place.Length;
        _folders[path] = place;
    }

    private void Forget()
    {
        _folders.Clear();
        _known = 0;
    }

    private void Clear(string place)
    {
        if (place == root)
        {
            throw Broken("the root is to be something else than a directory");
        }

        if (IsRealDirectory(place))
        {
            Directory.Delete(place, recursive: true);
            Forget();
        }
        else if (Exists(place))
        {
            File.Delete(place);
            Forget();
        }
    }

    private static bool Exists(string place) => new FileInfo(place) is { Exists: true } or { LinkTarget: not null } || Directory.Exists(place);

    private static bool IsRealDirectory(string place) => Directory.Exists(place) && !IsLink(place);

    private static bool IsLink(string place) => new FileInfo(place).LinkTarget is not null;
}
