namespace Goldcrest.Server.Storage;

internal sealed record StoredMount(string Arn, string Path);
