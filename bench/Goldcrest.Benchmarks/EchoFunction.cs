namespace Goldcrest.Benchmarks;

/// <summary>A function that answers with its event, in one language and form.</summary>
/// <param name="Language">How a person names it on the command line, and what its measurements begin with.</param>
/// <param name="Runtime">Null for an image.</param>
/// <param name="Make">Fills a folder with what is to be deployed: code, or the layout of an image.</param>
internal sealed record EchoFunction(string Language, string? Runtime, string Handler, Func<string, CancellationToken, Task> Make)
{
    /// <summary>One vCPU, so that what is measured is not the function's CPU limit.</summary>
    public const int MemoryMiB = 1_769;

    /// <summary>In the order they are measured.</summary>
    public static IReadOnlyList<EchoFunction> All { get; } =
    [
        new("node", "nodejs20.x", "index.handler", (folder, token) => WriteAsync(folder, "index.js", NodeSource, token)),
        new("python", "python3.11", "app.handler", (folder, token) => WriteAsync(folder, "app.py", "def handler(event, context):\n    return event\n", token)),
        new("ruby", "ruby3.3", "app.handler", (folder, token) => WriteAsync(folder, "app.rb", "def handler(event:, context:) = event\n", token)),
        new("dotnet-streams", "dotnet10", "Echo::Echo.Streams::Handle", CompiledEcho.CopyDotnetAsync),
        new("dotnet-typed", "dotnet10", "Echo::Echo.Typed::Handle", CompiledEcho.CopyDotnetAsync),
        new("java-streams", "java17", "echo.Streams", CompiledEcho.CompileJavaAsync),
        new("java-beans", "java17", "echo.Beans", CompiledEcho.CompileJavaAsync),
        new("c", "provided.al2023", "none", EchoInC.CompileAsync),
        new("bash", "provided.al2023", "none", EchoInBash.WriteAsync),
        new("image", null, "none", BuildImageAsync),
    ];

    public const string NodeSource = "exports.handler = async (event) => event;\n";

    public string Name => $"bench-{Language}";

    public static EchoFunction Of(string language) => All.Single(function => function.Language == language);

    /// <returns>A folder below <paramref name="parent"/> that holds what is to be deployed.</returns>
    public async Task<string> WriteToAsync(string parent, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, Name)).FullName;
        await Make(folder, cancellationToken);
        return folder;
    }

    /// <summary>One static program, as in the sample.</summary>
    private static Task BuildImageAsync(string folder, CancellationToken cancellationToken) =>
        HostProgram.RunAsync("/bin/bash", [Path.GetFullPath(Path.Combine("samples", "hello-image", "build.sh")), folder], folder, cancellationToken);

    private static Task WriteAsync(string folder, string file, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(folder, file), text, cancellationToken);
}
