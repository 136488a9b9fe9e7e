namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>How a process ended: exactly one of the two is set.</summary>
internal readonly record struct ChildExit(int? ExitCode, int? Signal)
{
    public override string ToString() => Signal is { } signal ? $"signal {signal}" : $"exit status {ExitCode}";
}
