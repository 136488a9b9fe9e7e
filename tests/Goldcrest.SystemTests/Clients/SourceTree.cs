namespace Goldcrest.SystemTests.Clients;

/// <summary>The source tree these tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Goldcrest.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
        }

        return folder.FullName;
    }
}
