namespace Goldcrest.Core.Extensions;

/// <summary>The numbers that extensions must respect.</summary>
/// <remarks>Source: docs/limits.md.</remarks>
public static class ExtensionLimits
{
    /// <summary>Extensions of one function, external and internal ones together.</summary>
    public const int MaxExtensions = 10;

    /// <summary>The body of a register or error call, in bytes. Ours.</summary>
    public const int MaxBodyBytes = 64 * 1024;
}
