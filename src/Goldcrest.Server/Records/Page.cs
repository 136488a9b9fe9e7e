namespace Goldcrest.Server.Records;

/// <param name="NextMarker">Null on the last page.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextMarker);
