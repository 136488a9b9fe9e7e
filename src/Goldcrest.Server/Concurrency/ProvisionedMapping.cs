using System.Globalization;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Concurrency;

/// <summary>From provisioned concurrency as asked for to what clients see: nothing of it is allocated yet.</summary>
/// <remarks>Source: docs/contracts/concurrency.md#provisioned. That nothing is allocated: docs/limits.md.</remarks>
internal static class ProvisionedMapping
{
    public static PutProvisionedConcurrencyConfigResponse ToPut(ProvisionedConcurrency provisioned) => new()
    {
        RequestedProvisionedConcurrentExecutions = provisioned.Requested,
        AvailableProvisionedConcurrentExecutions = 0,
        AllocatedProvisionedConcurrentExecutions = 0,
        Status = ProvisionedConcurrencyStatusEnumValues.InProgress,
        LastModified = Written(provisioned.LastModified),
    };

    public static GetProvisionedConcurrencyConfigResponse ToGet(ProvisionedConcurrency provisioned) => new()
    {
        RequestedProvisionedConcurrentExecutions = provisioned.Requested,
        AvailableProvisionedConcurrentExecutions = 0,
        AllocatedProvisionedConcurrentExecutions = 0,
        Status = ProvisionedConcurrencyStatusEnumValues.InProgress,
        LastModified = Written(provisioned.LastModified),
    };

    public static ProvisionedConcurrencyConfigListItem ToListItem(FunctionKey function, string qualifier, ProvisionedConcurrency provisioned) => new()
    {
        FunctionArn = function.QualifiedArn(qualifier),
        RequestedProvisionedConcurrentExecutions = provisioned.Requested,
        AvailableProvisionedConcurrentExecutions = 0,
        AllocatedProvisionedConcurrentExecutions = 0,
        Status = ProvisionedConcurrencyStatusEnumValues.InProgress,
        LastModified = Written(provisioned.LastModified),
    };

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);
}
