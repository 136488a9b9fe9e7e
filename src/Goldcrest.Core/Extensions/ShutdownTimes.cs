namespace Goldcrest.Core.Extensions;

/// <summary>How long the programs of a sandbox may take to end.</summary>
/// <param name="Runtime">From SIGTERM to SIGKILL, for the runtime.</param>
/// <param name="Whole">For runtime and extensions together.</param>
/// <remarks>Source: docs/contracts/extensions.md#shutdown.</remarks>
public sealed record ShutdownTimes(TimeSpan Runtime, TimeSpan Whole)
{
    private static readonly ShutdownTimes None = new(TimeSpan.Zero, TimeSpan.Zero);
    private static readonly ShutdownTimes Internal = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500));
    private static readonly ShutdownTimes External = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(2_000));

    public static ShutdownTimes Of(bool hasExternal, bool hasInternal) => (hasExternal, hasInternal) switch
    {
        (true, _) => External,
        (_, true) => Internal,
        _ => None,
    };
}
