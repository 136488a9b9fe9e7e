using System.Globalization;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Runtimes;

/// <summary>How a runtime is started inside a sandbox.</summary>
internal sealed record RuntimeLaunch
{
    /// <summary>Program and arguments as seen from inside; empty for custom runtimes, until the function's own <see cref="Entrypoint"/> was found.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Where the program is: on the host, or in an image.</summary>
    public SandboxRoot Root { get; init; } = SandboxRoot.OfHost;

    /// <summary>Host directory of our bootstrap; null for custom runtimes.</summary>
    public string? Directory { get; init; }

    /// <summary>What really runs, for example <c>python:3.11.2</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Says that another version serves than the one asked for; null when the right one does.</summary>
    public string? Notice { get; init; }

    /// <summary>Flags by the function's memory in megabytes.</summary>
    public Func<int, IReadOnlyList<string>> MemoryFlags { get; init; } = _ => [];

    /// <summary>Variables that the interpreter is started with, where the function does not set them itself. The bootstrap takes them out of the function's sight.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Managed runtimes see AWS_EXECUTION_ENV and take log events by descriptor; custom ones do not.</summary>
    public required bool IsManaged { get; init; }

    /// <param name="variables">The function's environment.</param>
    /// <returns>
    /// The command for one function: its heap is measured by its memory, and AWS_LAMBDA_EXEC_WRAPPER, when it is set, is started with the command
    /// as its arguments. A wrapper that is missing ends with 127, one that may not be executed with 126.
    /// </returns>
    public IReadOnlyList<string> CommandFor(IReadOnlyDictionary<string, string> variables)
    {
        IReadOnlyList<string> command = variables.TryGetValue("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", out var memory)
            && int.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes)
            && MemoryFlags(megabytes) is { Count: > 0 } flags
            ? [Command[0], .. flags, .. Command.Skip(1)]
            : Command;
        return IsManaged && variables.TryGetValue("AWS_LAMBDA_EXEC_WRAPPER", out var wrapper) && wrapper.Length > 0
            ? ["/bin/sh", "-c", "exec \"$0\" \"$@\"", wrapper, .. command]
            : command;
    }
}
