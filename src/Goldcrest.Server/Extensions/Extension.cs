using Goldcrest.Core.Extensions;

namespace Goldcrest.Server.Extensions;

/// <summary>One extension in one life of its sandbox. Guarded by the lock of its <see cref="ExtensionRegistry"/>.</summary>
internal sealed class Extension(string name, bool isExternal)
{
    public Guid Id { get; } = Guid.NewGuid();

    public string Name => name;

    /// <summary>Runs as a process of its own, out of /opt/extensions.</summary>
    public bool IsExternal => isExternal;

    public ExtensionPhase Phase { get; private set; } = ExtensionPhase.Started;

    /// <summary>What the log says of it: one that crashed is shown as it was before.</summary>
    public ExtensionPhase ToldPhase { get; private set; } = ExtensionPhase.Started;

    /// <summary>What it registered for.</summary>
    public IReadOnlyList<string> Events { get; set; } = [];

    /// <summary>What it said of its failure; null when it did not fail, or did not say.</summary>
    public string? ErrorType { get; set; }

    /// <summary>Its call of event/next that waits; null when there is none.</summary>
    public TaskCompletionSource<ExtensionEvent>? Poll { get; set; }

    /// <summary>The event it gets when it asks; null when there is none.</summary>
    public ExtensionEvent? Waiting { get; set; }

    /// <summary>Done with everything it was given.</summary>
    public bool IsAtRest => Phase == ExtensionPhase.Ready && Waiting is null;

    public bool WasRegistered => Phase is not (ExtensionPhase.Started or ExtensionPhase.LaunchError);

    public bool Has(string kind) => Events.Contains(kind);

    /// <returns>False when the call is not allowed now.</returns>
    public bool TryTake(ExtensionProtocol.Call call)
    {
        if (ExtensionProtocol.Next(Phase, call) is not { } next)
        {
            return false;
        }

        Phase = next;
        ToldPhase = next == ExtensionPhase.Exited ? ToldPhase : next;
        return true;
    }
}
