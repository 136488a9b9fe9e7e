namespace Goldcrest.Server.Runtimes;

/// <summary>How a runtime is started inside a sandbox.</summary>
internal sealed record RuntimeLaunch
{
    /// <summary>Program and arguments as seen from inside; empty for custom runtimes, whose <see cref="Entrypoint"/> the function brings.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Host directory of our bootstrap; null for custom runtimes.</summary>
    public string? Directory { get; init; }

    /// <summary>What really runs, for example <c>python:3.11.2</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Says that another version serves than the one asked for; null when the right one does.</summary>
    public string? Notice { get; init; }

    /// <summary>Managed runtimes see AWS_EXECUTION_ENV and take log events by descriptor; custom ones do not.</summary>
    public required bool IsManaged { get; init; }
}
