namespace Goldcrest.SystemTests.Identity;

/// <param name="ErrorType">The header x-amzn-ErrorType; null when there is none.</param>
internal sealed record RawResponse(int Status, string? ErrorType, string Body);
