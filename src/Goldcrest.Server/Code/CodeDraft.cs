namespace Goldcrest.Server.Code;

/// <summary>A place of one's own to make, or unmake, a zip and its tree. Whatever is left in it goes when it is disposed.</summary>
internal sealed class CodeDraft : IDisposable
{
    private readonly string _directory;
    private readonly CodePlaces _places;

    public CodeDraft(CodePlaces places)
    {
        _places = places;
        _directory = Path.Combine(places.Drafts, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_directory);
    }

    public string Zip => Path.Combine(_directory, "zip");

    public string Tree => Path.Combine(_directory, "tree");

    /// <summary>Moves the finished tree to where it is used; when another caller was faster, theirs stays.</summary>
    public void KeepTree(string destination)
    {
        try
        {
            Directory.Move(Tree, destination);
        }
        catch (IOException) when (Directory.Exists(destination))
        {
            // The same zip gives the same tree: either serves.
        }
    }

    /// <summary>Moves a stored zip and its tree in here, the zip first: a tree without a zip is never given out.</summary>
    public void Take(string hash)
    {
        File.Move(_places.Zip(hash), Zip);
        if (Directory.Exists(_places.Tree(hash)))
        {
            Directory.Move(_places.Tree(hash), Tree);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
