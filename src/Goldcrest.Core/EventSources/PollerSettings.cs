namespace Goldcrest.Core.EventSources;

/// <summary>Pollers kept ready for one mapping. All members null asks for none.</summary>
/// <param name="Group">Kafka only; empty asks for none.</param>
public sealed record PollerSettings(int? Minimum, int? Maximum, string? Group)
{
    public bool IsEmpty => this is { Minimum: null, Maximum: null, Group: null };
}
