using Goldcrest.Core.Invoke;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>What a sandbox is given to run: a function's files on the host, and how its program is started. Keeps the files until it is disposed.</summary>
/// <param name="launch">How the function's runtime, or its own program, is started.</param>
/// <param name="hold">Lets go of the files when disposed.</param>
internal sealed class FunctionProgram(RuntimeLaunch launch, IDisposable hold) : IDisposable
{
    public SandboxRoot Root => launch.Root;

    /// <summary>Host directory that becomes /var/task; null when the root has its own.</summary>
    public string? CodeDirectory { get; init; }

    /// <summary>Host directories of the layers, in their order: later ones win.</summary>
    public IReadOnlyList<string> LayerDirectories { get; init; } = [];

    /// <summary>The programs that run beside the function's own.</summary>
    public required IReadOnlyList<ExternalExtension> Extensions { get; init; }

    /// <summary>Host directory that becomes /var/runtime; null when there is none.</summary>
    public string? RuntimeDirectory => launch.Directory;

    /// <summary>Where the program starts, as seen from inside.</summary>
    public string WorkingDirectory { get; init; } = "/var/task";

    /// <summary>What the function's handler is called; null when nobody says.</summary>
    public string? Handler { get; init; }

    /// <summary>Variables that the files bring along; null for those of a zip, which have AWS's defaults.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? OwnVariables { get; init; }

    /// <summary>What really runs, for example <c>python:3.11.2</c>.</summary>
    public string Version => launch.Version;

    /// <summary>Says that another version serves than the one asked for; null when the right one does.</summary>
    public string? Notice => launch.Notice;

    /// <summary>Why the program cannot be executed; null when it can, as far as can be seen from outside.</summary>
    public FunctionFault? Flaw { get; init; }

    public bool IsManaged => launch.IsManaged;

    /// <inheritdoc cref="RuntimeLaunch.Variables"/>
    public IReadOnlyDictionary<string, string> RuntimeVariables => launch.Variables;

    /// <param name="variables">The function's whole environment.</param>
    /// <returns>Program and arguments as seen from inside.</returns>
    public IReadOnlyList<string> CommandFor(IReadOnlyDictionary<string, string> variables) => launch.CommandFor(variables);

    public void Dispose() => hold.Dispose();
}
