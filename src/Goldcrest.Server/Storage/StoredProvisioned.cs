namespace Goldcrest.Server.Storage;

internal sealed record StoredProvisioned(int Requested, DateTimeOffset LastModified);
