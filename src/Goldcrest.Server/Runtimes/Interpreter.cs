namespace Goldcrest.Server.Runtimes;

/// <summary>A program of this host that runs functions of one language.</summary>
/// <param name="Program">Its path, the same inside sandboxes, which see the host's /usr.</param>
/// <param name="Version">Numbers separated by dots, such as 3.11.2.</param>
internal sealed record Interpreter(string Program, string Version)
{
    /// <summary>The same interpreter in another build counts as the version asked for: 3.11.2 serves 3.11.</summary>
    public bool Is(string wanted) => Version == wanted || Version.StartsWith(wanted + ".", StringComparison.Ordinal);

    /// <returns>Negative when the version is older than the wanted one, by numbers.</returns>
    public int CompareTo(string wanted)
    {
        var (own, other) = (Numbers(Version), Numbers(wanted));
        var differing = own.Zip(other).FirstOrDefault(pair => pair.First != pair.Second);
        return differing.First.CompareTo(differing.Second);
    }

    private static IEnumerable<int> Numbers(string version) =>
        version.Split('.').Select(part => int.TryParse(part, out var number) ? number : 0);
}
