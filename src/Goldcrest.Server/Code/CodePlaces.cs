using System.Buffers;

namespace Goldcrest.Server.Code;

/// <summary>
/// Which file lies where. Zips: <c>&lt;hash&gt;.zip</c>. Trees: <c>trees-&lt;boot&gt;/&lt;hash&gt;</c>; they are not flushed to disk, so those
/// of an earlier boot of the machine are not believed. Drafts: <c>drafts</c>, worthless after a restart.
/// </summary>
internal sealed class CodePlaces
{
    private const UnixFileMode OwnerDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerDirectory | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string _trees;

    public CodePlaces(string root)
    {
        Root = Path.GetFullPath(root);
        Drafts = Path.Combine(Root, "drafts");
        _trees = Path.Combine(Root, $"trees-{BootId()}");
    }

    public string Root { get; }

    public string Drafts { get; }

    /// <exception cref="ArgumentException">Not 64 lower-case hex digits.</exception>
    public string Zip(string hash) => Path.Combine(Root, $"{Checked(hash)}.zip");

    /// <exception cref="ArgumentException">Not 64 lower-case hex digits.</exception>
    public string Tree(string hash) => Path.Combine(_trees, Checked(hash));

    /// <summary>Makes the directories and removes drafts, trees of another boot and trees without a zip.</summary>
    public void Prepare()
    {
        Make(Root, Passable);
        foreach (var directory in Directory.GetDirectories(Root))
        {
            var name = Path.GetFileName(directory);
            if (name == "drafts" || (name.StartsWith("trees-", StringComparison.Ordinal) && directory != _trees))
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        Make(Drafts, OwnerDirectory);

        // Sandboxes run under other users: they must be able to pass, not to look around.
        Make(_trees, Passable);

        // A kill in the middle of a removal takes the zip and leaves its tree.
        foreach (var tree in Directory.GetDirectories(_trees))
        {
            if (!File.Exists(Path.Combine(Root, $"{Path.GetFileName(tree)}.zip")))
            {
                Directory.Delete(tree, recursive: true);
            }
        }
    }

    /// <summary>Of every zip in the store.</summary>
    public List<string> Hashes()
    {
        var hashes = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Root, "*.zip"))
        {
            if (Path.GetFileNameWithoutExtension(file) is var hash && IsHash(hash))
            {
                hashes.Add(hash);
            }
        }

        return hashes;
    }

    private static void Make(string directory, UnixFileMode mode)
    {
        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(directory, mode);
    }

    private static string Checked(string hash) =>
        IsHash(hash) ? hash : throw new ArgumentException($"'{hash}' is not a SHA-256 in lower-case hex.", nameof(hash));

    private static bool IsHash(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static string BootId()
    {
        const string Source = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Source) ? File.ReadAllText(Source).Trim() : Guid.NewGuid().ToString();
    }
}
