namespace Goldcrest.Wire.Protocol;

/// <summary>An error as a client sees it. Made by the generated factories of a service, one per error shape.</summary>
public sealed record WireError
{
    /// <summary>Value of <c>x-amzn-ErrorType</c>, for example <c>ResourceNotFoundException</c>.</summary>
    public required string Code { get; init; }

    public required int Status { get; init; }

    public required string? Message { get; init; }

    /// <summary>How the shape spells its text member: <c>message</c> or <c>Message</c>.</summary>
    public required string MessageMember { get; init; }

    /// <summary>The body's <c>Type</c> member, <c>User</c> or <c>Service</c>; null leaves the member out.</summary>
    public string? Type { get; init; }

    /// <summary>Further body members, for example <c>Reason</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Members { get; init; } = [];

    /// <summary>Further headers, for example <c>Retry-After</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
