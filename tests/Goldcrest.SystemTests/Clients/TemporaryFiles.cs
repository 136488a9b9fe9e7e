namespace Goldcrest.SystemTests.Clients;

/// <summary>Files that clients are given by name; gone with the test.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goldcrest-client-").FullName;
    private int _count;

    /// <returns>The path of a new file with this content.</returns>
    public string Add(ReadOnlySpan<byte> content)
    {
        var path = NewPath();
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <returns>A path where no file is yet.</returns>
    public string NewPath() => Path.Combine(_folder, $"{_count++}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
