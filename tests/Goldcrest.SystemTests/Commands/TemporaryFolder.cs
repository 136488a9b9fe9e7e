namespace Goldcrest.SystemTests.Commands;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder(string nameEnd = "") : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(Directory.CreateTempSubdirectory("goldcrest-typed-").FullName + nameEnd).FullName;

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        if (nameEnd.Length > 0)
        {
            Directory.Delete(Path[..^nameEnd.Length]);
        }
    }
}
