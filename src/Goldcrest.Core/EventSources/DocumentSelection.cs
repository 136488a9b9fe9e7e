namespace Goldcrest.Core.EventSources;

/// <summary>Which change stream of a DocumentDB cluster is read.</summary>
/// <param name="Collection">Null reads every collection.</param>
/// <param name="FullDocument"><c>UpdateLookup</c> or <c>Default</c>.</param>
public sealed record DocumentSelection(string? Database, string? Collection, string? FullDocument);
