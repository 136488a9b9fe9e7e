namespace Goldcrest.Server.Sandboxes;

/// <summary>A program to run beside a sandbox's own.</summary>
/// <param name="Command">Program and arguments as seen from inside.</param>
/// <param name="Environment">The whole environment of the program.</param>
/// <param name="Output">Receives what it writes.</param>
internal sealed record CompanionSpec(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, ISandboxOutput Output);
