namespace Goldcrest.Tests;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Foreign = [".git", "artifacts", "node_modules", "bin", "obj"];

    /// <summary>Absolute, without a slash at its end.</summary>
    public static string Root { get; } = FindRoot();

    public static string Read(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    /// <returns>Relative paths with forward slashes, sorted; nothing that was built or fetched.</returns>
    public static IReadOnlyList<string> Files(string pattern, string under = "") =>
        [.. Walk(new DirectoryInfo(Path.Combine(Root, under)), pattern).Select(file => Path.GetRelativePath(Root, file.FullName)).Order(StringComparer.Ordinal)];

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(
            folder.EnumerateDirectories().Where(child => !Foreign.Contains(child.Name)).SelectMany(child => Walk(child, pattern)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Goldcrest.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the source tree.");
        }

        return folder.FullName;
    }
}
