namespace Goldcrest.Core.EventSources;

/// <summary>Why a mapping cannot be as a client asks; the edge words it. Members are named as in the service's model.</summary>
public abstract record MappingRefusal
{
    private MappingRefusal() { }

    /// <summary>The kind of source has no such member.</summary>
    public sealed record Unsupported(string Member) : MappingRefusal;

    /// <summary>The kind of source cannot do without.</summary>
    public sealed record Missing(string Member) : MappingRefusal;

    public sealed record NoStartingPosition : MappingRefusal;

    public sealed record QueueHasNoPosition : MappingRefusal;

    public sealed record UnsupportedPosition(string? SourceArn) : MappingRefusal;

    /// <summary>A time was named with another position than <c>AT_TIMESTAMP</c>.</summary>
    public sealed record TimestampUnused : MappingRefusal;

    /// <summary>A time before 1970.</summary>
    public sealed record TimestampNegative : MappingRefusal;

    public sealed record TimestampInFuture : MappingRefusal;

    /// <summary>More than ten messages of a queue need a window to gather them.</summary>
    public sealed record BatchNeedsWindow : MappingRefusal;

    public sealed record OutOfRange(string Member, int Value, int Least, int Most) : MappingRefusal;

    /// <summary>Both were named, or are in force together; one excludes the other.</summary>
    public sealed record Exclusive(string Member, string Other) : MappingRefusal;

    public sealed record Needs(string Member, string Other) : MappingRefusal;

    /// <summary>Set at creation, for ever.</summary>
    public sealed record Fixed(string Member) : MappingRefusal;

    public sealed record UnsupportedValue(string Member, string Value) : MappingRefusal;

    public sealed record InvalidDestination(string Destination) : MappingRefusal;

    public sealed record TooManyFilters(int Count) : MappingRefusal;

    public sealed record InvalidFilter : MappingRefusal;
}
