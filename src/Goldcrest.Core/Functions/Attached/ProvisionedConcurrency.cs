namespace Goldcrest.Core.Functions.Attached;

/// <summary>How many initialised sandboxes a version or an alias is to have ready.</summary>
/// <param name="Requested">At least 1.</param>
public sealed record ProvisionedConcurrency(int Requested, DateTimeOffset LastModified);
