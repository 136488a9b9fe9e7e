namespace Goldcrest.Core.Functions;

/// <summary>Code and settings that are run together. A sandbox belongs to exactly one deployment.</summary>
/// <param name="Id">Unique for ever; a new one at every change.</param>
public sealed record Deployment(string Id, FunctionSettings Settings, CodeReference Code);
