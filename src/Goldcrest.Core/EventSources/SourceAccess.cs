namespace Goldcrest.Core.EventSources;

/// <summary>How a source is reached: a secret, a piece of a VPC or a virtual host.</summary>
/// <param name="Type">AWS's word, for example <c>BASIC_AUTH</c>; null when the client named none.</param>
public sealed record SourceAccess(string? Type, string? Uri);
