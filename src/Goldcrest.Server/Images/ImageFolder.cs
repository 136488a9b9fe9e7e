using Goldcrest.Core.Images;
using Goldcrest.Server.Disk;

namespace Goldcrest.Server.Images;

/// <summary>
/// Which file of an image lies where: <c>&lt;digest&gt;/root</c> its tree, <c>&lt;digest&gt;/config.json</c> what it says of itself. A folder of that name is whole: it got
/// its name last, after all of it was on the disk. Drafts: <c>drafts</c>, worthless after a restart.
/// </summary>
/// <remarks>What is kept was made, and is unmade, at a path of the same length: what could be written can be deleted.</remarks>
internal sealed class ImageFolder
{
    private const string RootName = "root";
    private const string ConfigName = "config.json";
    private const UnixFileMode Passable = (UnixFileMode)0b111_001_001;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly string _drafts;
    private readonly Action<string, Exception> _onLeft;

    /// <param name="path">Of the store.</param>
    /// <param name="onLeft">Is told of what could not be deleted: it takes space, and nothing else.</param>
    public ImageFolder(string path, Action<string, Exception> onLeft)
    {
        _path = Path.GetFullPath(path);
        _drafts = Path.Combine(_path, "drafts");
        _onLeft = onLeft;
    }

    /// <summary>Makes the directories and removes drafts.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Prepare()
    {
        // Sandboxes run under other users: they must be able to pass, not to look around.
        Directory.CreateDirectory(_path);
        File.SetUnixFileMode(_path, Passable);
        Directory.CreateDirectory(_drafts, OwnerOnly | UnixFileMode.UserExecute);
        foreach (var draft in Directory.GetDirectories(_drafts))
        {
            TryDelete(draft);
        }
    }

    /// <summary>Of every image in the store.</summary>
    public List<string> Hashes() => [.. Directory.EnumerateDirectories(_path).Select(Path.GetFileName).OfType<string>().Where(IsHash)];

    /// <summary>Whether there is something of that name, whole or not.</summary>
    public bool Contains(string hash) => Directory.Exists(Of(hash));

    /// <returns>Null when it is not there, or the disk lost a part of it.</returns>
    public UnpackedImage? Find(string hash)
    {
        var (root, config) = (Path.Combine(Of(hash), RootName), Path.Combine(Of(hash), ConfigName));
        return File.Exists(config) && Directory.Exists(root) && ImageDefaults.TryRead(File.ReadAllBytes(config)) is { } defaults
            ? new UnpackedImage(root, defaults)
            : null;
    }

    public Draft Begin() => new(this);

    private string Of(string hash) =>
        IsHash(hash) ? Path.Combine(_path, hash) : throw new ArgumentException($"'{hash}' is not a SHA-256 in lower-case hex.", nameof(hash));

    private void TryDelete(string draft)
    {
        try
        {
            Directory.Delete(draft, recursive: true);
        }
        catch (Exception refused)
        {
            // Whatever it is, and the base library throws odd things where paths are too long: a server must start and go on with it.
            _onLeft(draft, refused);
        }
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>A place of one's own to make, or unmake, an image. Whatever is left in it goes when it is disposed.</summary>
    internal sealed class Draft : IDisposable
    {
        private readonly ImageFolder _folder;
        private readonly string _path;

        public Draft(ImageFolder folder)
        {
            _folder = folder;
            _path = Path.Combine(folder._drafts, Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(_path, Passable);
            File.SetUnixFileMode(_path, Passable);
        }

        public string Root => Path.Combine(_path, RootName);

        /// <summary>Flushes everything, then gives it its name, which what the disk left of an earlier one loses. Durable when it returns.</summary>
        public void Keep(string hash, ReadOnlySpan<byte> config)
        {
            DurableFiles.WriteNew(Path.Combine(_path, ConfigName), config, OwnerOnly);
            DurableFiles.SyncFileSystem(_path);
            if (_folder.Contains(hash))
            {
                using var remains = _folder.Begin();
                remains.Take(hash);
            }

            Directory.Move(_path, _folder.Of(hash));
            DurableFiles.SyncDirectory(_folder._path);
        }

        /// <summary>Makes this, empty until now, of a stored image: from then on it is none.</summary>
        public void Take(string hash)
        {
            Directory.Delete(_path);
            Directory.Move(_folder.Of(hash), _path);
        }

        public void Dispose()
        {
            if (Directory.Exists(_path))
            {
                _folder.TryDelete(_path);
            }
        }
    }
}
