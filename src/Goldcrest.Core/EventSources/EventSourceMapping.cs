using System.Collections.Immutable;

namespace Goldcrest.Core.EventSources;

/// <summary>One source bound to one function. Immutable; a change makes another one.</summary>
public sealed record EventSourceMapping
{
    public required MappingKey Key { get; init; }

    public required EventSource Source { get; init; }

    /// <summary>As bound: with the qualifier when the client named one. The function may be gone: mappings outlive it.</summary>
    public required string FunctionArn { get; init; }

    public required MappingSettings Settings { get; init; }

    /// <summary>What the client wants, whatever the phase.</summary>
    public required bool Enabled { get; init; }

    public required MappingPhase Phase { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <returns>The mapping once its last change is in force; null when that was its deletion.</returns>
    public EventSourceMapping? Settle() => MappingLifecycle.Settled(Phase, Enabled) is { } phase ? this with { Phase = phase } : null;

    /// <summary>Whether both would hand the same records to the same function: the service allows one of them only.</summary>
    /// <remarks>Source: docs/contracts/event-source-mappings.md#duplicates.</remarks>
    public bool Duplicates(EventSourceMapping other) =>
        FunctionArn == other.FunctionArn && Source.Kind == other.Source.Kind && ReadsSame(other);

    private bool ReadsSame(EventSourceMapping other) => Source.Kind switch
    {
        EventSourceKind.SelfManagedKafka => Source.BootstrapServers.Intersect(other.Source.BootstrapServers).Any() && Meet(Settings.Topics, other.Settings.Topics),
        EventSourceKind.ManagedKafka => Source.Arn == other.Source.Arn && Meet(Settings.Topics, other.Settings.Topics),
        EventSourceKind.MessageBroker => Source.Arn == other.Source.Arn && Meet(Settings.Queues, other.Settings.Queues),
        EventSourceKind.DocumentDatabase => Source.Arn == other.Source.Arn
            && (Settings.Documents?.Database, Settings.Documents?.Collection) == (other.Settings.Documents?.Database, other.Settings.Documents?.Collection),
        _ => Source.Arn == other.Source.Arn,
    };

    private static bool Meet(IReadOnlyList<string>? a, IReadOnlyList<string>? b) => (a ?? []).Intersect(b ?? []).Any();
}
