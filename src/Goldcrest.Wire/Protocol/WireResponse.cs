namespace Goldcrest.Wire.Protocol;

/// <summary>One HTTP response, ready to be sent. The body is bytes; null content type means that there is no body.</summary>
public sealed class WireResponse
{
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Headers besides Content-Type and Content-Length, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }
}
