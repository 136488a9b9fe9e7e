namespace Goldcrest.Server.Pool;

/// <summary>Who may share sandboxes: invocations of one deployment, and of one tenant where the function has tenants.</summary>
internal readonly record struct ShelfKey(string DeploymentId, string? TenantId);
