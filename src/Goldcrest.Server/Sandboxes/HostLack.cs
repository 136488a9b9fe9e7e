namespace Goldcrest.Server.Sandboxes;

/// <summary>Something the host lacks for sandboxes.</summary>
/// <param name="What">One line: "crun is not installed".</param>
/// <param name="Remedy">One line: the command that helps, or what to change.</param>
/// <param name="IsFatal">False: sandboxes work without it, only less well, as <paramref name="What"/> says.</param>
internal sealed record HostLack(string What, string Remedy, bool IsFatal = true);
