using System.IO.Compression;

namespace Goldcrest.Cli.Client;

/// <summary>A folder as a deployment package.</summary>
internal static class FolderZip
{
    private const int RegularFile = 0x8000;

    // One fixed time, so that equal folders give equal packages.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>The zip: every file below the folder, with its mode bits, in the order of names.</returns>
    /// <exception cref="CommandFailure">The folder is missing or empty.</exception>
    public static byte[] Create(string folder)
    {
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList()
            : throw new CommandFailure($"There is no folder {folder}.", ExitCodes.Usage);
        if (files.Count == 0)
        {
            throw new CommandFailure($"The folder {folder} is empty.", ExitCodes.Usage);
        }

        var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(Path.GetRelativePath(folder, file));
                entry.LastWriteTime = Epoch;
                entry.ExternalAttributes = (RegularFile | (int)File.GetUnixFileMode(file)) << 16;
                using var content = entry.Open();
                content.Write(File.ReadAllBytes(file));
            }
        }

        return buffer.ToArray();
    }
}
