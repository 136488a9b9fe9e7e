namespace Goldcrest.Core.Functions;

/// <summary>What makes a function a durable one.</summary>
/// <param name="ExecutionTimeoutSeconds">Of a whole execution, 1 to 31,622,400.</param>
/// <param name="RetentionDays">How long a closed execution's history is kept, 1 to 90.</param>
/// <remarks>Source: docs/contracts/functions.md#durable-functions.</remarks>
public sealed record DurableSettings(int ExecutionTimeoutSeconds, int RetentionDays)
{
    public const int DefaultRetentionDays = 14;
}
