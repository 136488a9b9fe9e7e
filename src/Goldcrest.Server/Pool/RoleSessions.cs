using Goldcrest.Core.Functions;
using Goldcrest.Server.Identity;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Server.Pool;

/// <summary>The keys that a function's programs get for its execution role.</summary>
/// <remarks>Source: docs/contracts/identity.md#temporary-credentials.</remarks>
internal sealed class RoleSessions(ITemporaryCredentials credentials)
{
    /// <summary>Longer than a sandbox may live and its last invocation may take, so that keys in an environment never end within an invocation.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    public Credential Issue(FunctionVersion version)
    {
        var role = version.Serving.Settings.Role.Split('/')[^1];
        return credentials.IssueTemporary(
            $"arn:aws:sts::{version.Key.Account}:assumed-role/{role}/{version.Key.Name}", version.Key.Account, Life);
    }

    /// <returns>Where a program made for a snapshot asks for its keys; null for one that has them in its environment.</returns>
    public RoleEndpoint? FindEndpoint(FunctionVersion version) => version.StartsFromSnapshot ? RoleEndpoint.Create(() => Issue(version)) : null;
}
