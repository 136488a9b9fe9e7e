namespace Goldcrest.Wire.Protocol;

/// <summary>One HTTP request as it came from the network, before anything in it was believed.</summary>
public sealed class WireRequest
{
    public required string Method { get; init; }

    /// <summary>The path as sent, still percent-encoded, without the query.</summary>
    public required string RawPath { get; init; }

    /// <summary>The query as sent, without the question mark; empty when there is none.</summary>
    public required string RawQuery { get; init; }

    public required IWireHeaders Headers { get; init; }

    /// <summary>The whole body. Owned by the caller: valid until the response was written.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
