namespace Goldcrest.Server.Sandboxes.Seccomp;

/// <summary>The rule for one system call: every check must hold, then <paramref name="Answer"/> is given.</summary>
internal sealed record SeccompRule(uint Number, uint Answer, IReadOnlyList<ArgumentCheck> Checks)
{
    public static SeccompRule Allow(uint number, params ArgumentCheck[] checks) => new(number, SeccompAction.Allow, checks);
}
