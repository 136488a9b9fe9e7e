namespace Goldcrest.Benchmarks;

/// <summary>A function that answers with its event, in one language.</summary>
/// <param name="Process">The name of its runtime's process, as the kernel tells it.</param>
/// <param name="Files">Text by file name.</param>
internal sealed record EchoFunction(string Language, string Runtime, string Handler, string Process, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>One vCPU, so that what is measured is not the function's CPU limit.</summary>
    public const int MemoryMiB = 1_769;

    public static EchoFunction Node { get; } =
        new("node", "nodejs20.x", "index.handler", "node", new Dictionary<string, string> { ["index.js"] = "exports.handler = async (event) => event;\n" });

    public static EchoFunction Python { get; } =
        new("python", "python3.11", "app.handler", "python", new Dictionary<string, string> { ["app.py"] = "def handler(event, context):\n    return event\n" });

    public static EchoFunction Ruby { get; } =
        new("ruby", "ruby3.3", "app.handler", "ruby", new Dictionary<string, string> { ["app.rb"] = "def handler(event:, context:) = event\n" });

    /// <summary>A static program, compiled when its folder is written: what remains when the runtime costs nothing.</summary>
    public static EchoFunction C { get; } =
        new("c", "provided.al2023", "none", "bootstrap", new Dictionary<string, string> { ["bootstrap.c"] = EchoInC.Source });

    public static IReadOnlyList<EchoFunction> All { get; } = [Node, Python, Ruby, C];

    public string Name => $"bench-{Language}";

    /// <returns>A folder below <paramref name="parent"/> that holds what is to be deployed.</returns>
    public async Task<string> WriteToAsync(string parent, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Name)).FullName;
        foreach (var (file, text) in Files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), text, cancellationToken);
        }

        if (Files.ContainsKey("bootstrap.c"))
        {
            await EchoInC.CompileAsync(folder, cancellationToken);
        }

        return folder;
    }
}
