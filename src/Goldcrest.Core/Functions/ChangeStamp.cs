namespace Goldcrest.Core.Functions;

/// <summary>What is new about every change of a function.</summary>
/// <param name="DeploymentId">Unique for ever.</param>
/// <param name="RevisionId">A UUID.</param>
/// <param name="Time">Becomes the version's time of last modification.</param>
public readonly record struct ChangeStamp(string DeploymentId, string RevisionId, DateTimeOffset Time);
