namespace Goldcrest.Server.Storage;

internal sealed record StoredEventInvoke(int? EventAgeSeconds, int? Retries, string? OnSuccess, string? OnFailure, DateTimeOffset LastModified);
