namespace Goldcrest.Server.Images.Layouts;

/// <summary>A layout in a folder.</summary>
internal sealed class FolderFiles(string folder) : ILayoutFiles
{
    public Stream? Open(string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous) : null;
    }

    public void Dispose()
    {
    }
}
