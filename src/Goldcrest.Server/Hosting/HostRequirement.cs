namespace Goldcrest.Server.Hosting;

/// <summary>One thing the server needs from the host.</summary>
/// <param name="Name">What is looked for, as a person names it.</param>
/// <param name="Purpose">What would not work without it.</param>
/// <param name="Found">What was found, such as a path; null when it is missing.</param>
/// <param name="Remedy">One line: the command that helps, or what to change.</param>
public sealed record HostRequirement(string Name, string Purpose, string? Found, string Remedy)
{
    /// <summary>The Debian package that brings it; null when no package does.</summary>
    public string? Package { get; init; }

    /// <summary>Whether <c>up</c> installs it although the server works without.</summary>
    public bool IsWanted { get; init; }

    /// <summary>False: the server works without it, only less well.</summary>
    public bool IsFatal { get; init; } = true;
}
