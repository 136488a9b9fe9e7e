namespace Goldcrest.Tests.Records;

/// <summary>A record to keep.</summary>
internal sealed record Note(string Name, string Text);
