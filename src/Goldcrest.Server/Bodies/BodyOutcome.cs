namespace Goldcrest.Server.Bodies;

/// <summary>How the reading of one body ended.</summary>
internal abstract record BodyOutcome
{
    private BodyOutcome() { }

    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : BodyOutcome;

    /// <summary>Longer than this kind of request may be.</summary>
    public sealed record TooLong : BodyOutcome;

    /// <summary>The bodies of other requests take all that the node gives.</summary>
    public sealed record NoRoom : BodyOutcome;
}
