namespace Goldcrest.Server.Code;

/// <summary>What came of fetching a zip. Every case is expected, so none is an exception.</summary>
internal abstract record BucketFetch
{
    private BucketFetch()
    {
    }

    public sealed record Fetched(ReadOnlyMemory<byte> Zip) : BucketFetch;

    /// <summary>The object is longer than asked for; nothing was fetched.</summary>
    public sealed record TooLarge(long Bytes) : BucketFetch;

    /// <summary>The service said no.</summary>
    /// <param name="Code">Its error code, such as NoSuchKey.</param>
    /// <param name="Message">Its own sentence.</param>
    public sealed record Refused(string Code, string Message) : BucketFetch;

    /// <summary>The service does not let this node read the object.</summary>
    /// <param name="Code">Its error code, such as AccessDenied.</param>
    /// <param name="Message">Its own sentence.</param>
    public sealed record Denied(string Code, string Message) : BucketFetch;

    /// <summary>No service answered, or not to the end.</summary>
    public sealed record Unreachable(string Reason) : BucketFetch;

    /// <summary>The node holds as much for others as it may.</summary>
    public sealed record NoRoom : BucketFetch;

    /// <summary>The operator named no service.</summary>
    public sealed record NotConfigured : BucketFetch;
}
