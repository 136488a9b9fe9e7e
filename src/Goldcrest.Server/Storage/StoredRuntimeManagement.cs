namespace Goldcrest.Server.Storage;

internal sealed record StoredRuntimeManagement(string UpdateRuntimeOn, string? RuntimeVersionArn);
