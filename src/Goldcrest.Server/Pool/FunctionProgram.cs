using Goldcrest.Server.Runtimes;

namespace Goldcrest.Server.Pool;

/// <summary>What a sandbox is given to run: a function's files on the host, and how its program is started. Keeps the files until it is disposed.</summary>
/// <param name="launch">How the function's runtime is started.</param>
/// <param name="entrypoint">The function's own program; null when a managed runtime loads its code.</param>
/// <param name="hold">Lets go of the files when disposed.</param>
internal sealed class FunctionProgram(RuntimeLaunch launch, Entrypoint? entrypoint, IDisposable hold) : IDisposable
{
    /// <summary>Host directory that becomes /var/task.</summary>
    public required string CodeDirectory { get; init; }

    /// <summary>Host directories of the layers, in their order: later ones win.</summary>
    public required IReadOnlyList<string> LayerDirectories { get; init; }

    /// <summary>Host directory that becomes /var/runtime; null when there is none.</summary>
    public string? RuntimeDirectory => launch.Directory;

    /// <summary>What really runs, for example <c>python:3.11.2</c>.</summary>
    public string Version => launch.Version;

    /// <summary>Says that another version serves than the one asked for; null when the right one does.</summary>
    public string? Notice => launch.Notice;

    /// <summary>Why the program cannot be executed; null when it can, as far as can be seen from outside.</summary>
    public string? Flaw => entrypoint?.Flaw;

    public bool IsManaged => launch.IsManaged;

    /// <param name="variables">The function's whole environment.</param>
    /// <returns>Program and arguments as seen from inside.</returns>
    public IReadOnlyList<string> CommandFor(IReadOnlyDictionary<string, string> variables) =>
        entrypoint is null ? launch.CommandFor(variables) : [entrypoint.Command];

    public void Dispose() => hold.Dispose();
}
