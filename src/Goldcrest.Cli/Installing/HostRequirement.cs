namespace Goldcrest.Cli.Installing;

/// <summary>One thing the server needs from the host.</summary>
/// <param name="Name">What is looked for, as a person names it.</param>
/// <param name="Purpose">What would not work without it.</param>
/// <param name="Package">The Debian package that brings it.</param>
/// <param name="FoundAt">The path where it was found; null when it is missing.</param>
internal sealed record HostRequirement(string Name, string Purpose, string Package, string? FoundAt);
