namespace Goldcrest.Server.Storage;

internal sealed record StoredAlias(string Version, string Description, string? SharedVersion, double? SharedWeight, string RevisionId);
