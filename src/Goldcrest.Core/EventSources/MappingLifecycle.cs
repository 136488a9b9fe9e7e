namespace Goldcrest.Core.EventSources;

/// <summary>The life of an event source mapping, as one table. A mapping that is settling takes no further change.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#states.</remarks>
public static class MappingLifecycle
{
    /// <returns>True while a change has been accepted and is not in force yet.</returns>
    public static bool IsSettling(MappingPhase phase) => phase is not (MappingPhase.Enabled or MappingPhase.Disabled);

    /// <param name="now">A phase that is not settling.</param>
    /// <param name="enabled">Whether the mapping is to be enabled from now on.</param>
    public static MappingPhase Changed(MappingPhase now, bool enabled) => (now, enabled) switch
    {
        (MappingPhase.Enabled, true) or (MappingPhase.Disabled, false) => MappingPhase.Updating,
        (MappingPhase.Disabled, true) => MappingPhase.Enabling,
        (MappingPhase.Enabled, false) => MappingPhase.Disabling,
        _ => throw new InvalidOperationException($"A mapping that is {now} cannot be changed."),
    };

    /// <param name="now">A phase that is settling.</param>
    /// <param name="enabled">Whether the mapping is to be enabled.</param>
    /// <returns>Null when the mapping is gone.</returns>
    public static MappingPhase? Settled(MappingPhase now, bool enabled) => now switch
    {
        MappingPhase.Deleting => null,
        _ when IsSettling(now) => enabled ? MappingPhase.Enabled : MappingPhase.Disabled,
        _ => throw new InvalidOperationException($"A mapping that is {now} has nothing to settle."),
    };
}
