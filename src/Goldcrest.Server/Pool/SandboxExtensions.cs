using Goldcrest.Core.Extensions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>The extensions of one sandbox, life after life: starts the external ones, and waits for their ends.</summary>
/// <param name="environment">Of the external ones.</param>
internal sealed class SandboxExtensions(
    ISandbox sandbox, ExtensionFunction function, IReadOnlyList<ExternalExtension> externals, IReadOnlyDictionary<string, string> environment, SandboxLog log)
{
    private readonly Lock _gate = new();
    private readonly List<(string Name, ISandboxCompanion Companion)> _running = [];

    public bool HasExternal => externals.Count > 0;

    /// <summary>Those of the life that is lived now.</summary>
    public ExtensionRegistry Registry { get; private set; } = ExtensionRegistry.Empty();

    /// <summary>A new life begins.</summary>
    public ExtensionRegistry Renew()
    {
        lock (_gate)
        {
            _running.Clear();
        }

        return Registry = new ExtensionRegistry(function, externals.Select(external => external.Name));
    }

    /// <summary>Executes the external ones, all at once. What cannot be executed fails in the registry.</summary>
    /// <exception cref="SandboxLaunchException">The host could not open the sandbox.</exception>
    public async Task LaunchAsync()
    {
        if (!HasExternal || IsHopeless())
        {
            return;
        }

        await sandbox.OpenAsync(CancellationToken.None);
        await Task.WhenAll(externals.Select(external => LaunchAsync(Registry, external)));
    }

    /// <summary>
    /// Tells those who want to know that it is over, ends the others, and waits until all external ones have ended or the time is up.
    /// </summary>
    public async Task ShutAsync(ExtensionEvent shutdown, Task timeIsUp)
    {
        Registry.BeginShutdown(shutdown);
        var listeners = Registry.Standings.Where(one => one.Events.Contains(ExtensionEvent.Shutdown)).Select(one => one.Name).ToHashSet();
        List<(string Name, ISandboxCompanion Companion)> running;
        lock (_gate)
        {
            running = [.. _running];
        }

        foreach (var (_, companion) in running.Where(one => !listeners.Contains(one.Name)))
        {
            companion.Kill();
        }

        await Task.WhenAny(Task.WhenAll(running.Select(one => one.Companion.Exited)), timeIsUp);
    }

    private bool IsHopeless()
    {
        foreach (var external in externals.Where(external => external.Flaw is not null))
        {
            FailLaunch(Registry, external, external.Flaw!);
        }

        if (externals.Count > ExtensionLimits.MaxExtensions)
        {
            Registry.NoteLaunchFailure(externals[ExtensionLimits.MaxExtensions].Name, "TooManyExtensions", ExtensionRefusal.TooMany.ErrorMessage);
        }

        return Registry.Failed.IsCompleted;
    }

    private async Task LaunchAsync(ExtensionRegistry registry, ExternalExtension external)
    {
        try
        {
            var companion = await sandbox.StartCompanionAsync(
                new CompanionSpec([external.Command], environment, log.ForExtension()), CancellationToken.None);
            lock (_gate)
            {
                _running.Add((external.Name, companion));
            }

            _ = WatchAsync(registry, external.Name, companion);
        }
        catch (SandboxLaunchException fault)
        {
            FailLaunch(registry, external, fault.Message);
        }
    }

    private static async Task WatchAsync(ExtensionRegistry registry, string name, ISandboxCompanion companion) =>
        registry.NoteEnd(name, TextOf(await companion.Exited));

    private static void FailLaunch(ExtensionRegistry registry, ExternalExtension external, string flaw) =>
        registry.NoteLaunchFailure(external.Name, flaw == "permission denied" ? "PermissionDenied" : "UnknownError", $"fork/exec {external.Command}: {flaw}");

    private static string TextOf(SandboxExit exit) => exit switch
    {
        { Signal: { } number } => $"signal: {SignalNames.Of(number)}",
        { ExitCode: not (0 or null) and { } code } => $"exit status {code}",
        _ => "exit code 0",
    };
}
