using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;

namespace Goldcrest.Server.Sandboxes;

/// <summary>Everything a launcher needs to know to build one sandbox. Host paths are absolute.</summary>
internal sealed record SandboxSpec
{
    /// <summary>32 lower-case hex digits, unique for ever; names the sandbox's cgroups and directories.</summary>
    public required string Id { get; init; }

    /// <summary>Memory limit in MiB, 128 to 10,240; the CPU share follows from it.</summary>
    public required int MemoryMiB { get; init; }

    /// <summary>Size of /tmp in MiB, 512 to 10,240.</summary>
    public required int EphemeralStorageMiB { get; init; }

    public SandboxRoot Root { get; init; } = SandboxRoot.OfHost;

    /// <summary>Host directory that becomes /var/task, read-only; null: /var/task is the root's own.</summary>
    public required string? CodeDirectory { get; init; }

    /// <summary>Host directories merged into /opt, read-only; a later one wins. Empty: /opt is the root's own.</summary>
    public IReadOnlyList<string> LayerDirectories { get; init; } = [];

    /// <summary>Host directory that becomes /var/runtime, read-only; null: /var/runtime is the root's own.</summary>
    public string? RuntimeDirectory { get; init; }

    /// <summary>Files that it shares with others; null for none.</summary>
    public FolderMountSpec? Folder { get; init; }

    /// <summary>The way out of its subnet; null: the usual one.</summary>
    public SandboxLane? Lane { get; init; }

    /// <summary>Program and arguments as seen from inside.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// Whether other programs run beside the program, which may outlive it. Then the sandbox is opened first, and its process 1 is a keeper that does nothing.
    /// </summary>
    public bool HasCompanions { get; init; }

    /// <summary>The whole environment of the program; nothing of the host's is added.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Receives what the program writes. Called from the launcher's own threads, one call at a time per sandbox.</summary>
    public required ISandboxOutput Output { get; init; }

    /// <summary>Where the program starts, as seen from inside. A sandbox that gets its code later must not stand in /var/task.</summary>
    public string WorkingDirectory { get; init; } = "/var/task";

    /// <summary>What stands between the program and the host; null: what the launcher does for all.</summary>
    public Isolation? Isolation { get; init; }

    /// <summary>For an isolation that hands on no log descriptor: runtimes then write events as lines of text.</summary>
    public SandboxSpec WithoutLogDescriptor() => this with
    {
        Environment = Environment.Where(variable => variable.Key != "_LAMBDA_TELEMETRY_LOG_FD").ToDictionary(),
    };
}
