namespace Goldcrest.Benchmarks;

/// <summary>A function that answers with its event, in one language.</summary>
/// <param name="Files">Text by file name.</param>
internal sealed record EchoFunction(string Language, string Runtime, string Handler, IReadOnlyDictionary<string, string> Files)
{
    public static IReadOnlyList<EchoFunction> All { get; } =
    [
        new("node", "nodejs20.x", "index.handler", new Dictionary<string, string> { ["index.js"] = "exports.handler = async (event) => event;\n" }),
        new("python", "python3.11", "app.handler", new Dictionary<string, string> { ["app.py"] = "def handler(event, context):\n    return event\n" }),
    ];

    public string Name => $"bench-{Language}";

    /// <returns>A folder below <paramref name="parent"/> that holds the files.</returns>
    public string WriteTo(string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Name)).FullName;
        foreach (var (file, text) in Files)
        {
            File.WriteAllText(Path.Combine(folder, file), text);
        }

        return folder;
    }
}
