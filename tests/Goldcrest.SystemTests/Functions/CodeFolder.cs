namespace Goldcrest.SystemTests.Functions;

/// <summary>What a server keeps on disk of its functions' code, seen from outside.</summary>
internal static class CodeFolder
{
    /// <summary>The hashes of all zips, as clients see them, in order.</summary>
    public static IReadOnlyList<string> Hashes(string dataDirectory) =>
    [
        .. Directory.GetFiles(Path.Combine(dataDirectory, "code"), "*.zip")
            .Select(file => Convert.ToBase64String(Convert.FromHexString(Path.GetFileNameWithoutExtension(file))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>How many zips, trees and drafts there are.</summary>
    public static (int Zips, int Trees, int Drafts) Count(string dataDirectory)
    {
        var code = Path.Combine(dataDirectory, "code");
        return (
            Directory.GetFiles(code, "*.zip").Length,
            Directory.GetDirectories(code, "trees-*").Sum(trees => Directory.GetFileSystemEntries(trees).Length),
            Directory.GetFileSystemEntries(Path.Combine(code, "drafts")).Length);
    }
}
