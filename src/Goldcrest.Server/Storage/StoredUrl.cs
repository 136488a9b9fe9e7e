using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Server.Storage;

internal sealed record StoredUrl(
    string Id, string AuthType, string? InvokeMode, CrossOriginRules? Cors, DateTimeOffset Created, DateTimeOffset LastModified);
