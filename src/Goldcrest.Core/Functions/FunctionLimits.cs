using System.Buffers;

namespace Goldcrest.Core.Functions;

/// <summary>The numbers a function's configuration must respect.</summary>
/// <remarks>Source: docs/limits.md.</remarks>
public static class FunctionLimits
{
    public const int DefaultMemoryMiB = 128;
    public const int MaxMemoryMiB = 10_240;
    public const int DefaultTimeoutSeconds = 3;
    public const int DefaultEphemeralStorageMiB = 512;
    public const int MaxNameLength = 64;
    public const int MaxEnvironmentBytes = 4_096;

    /// <summary>Functions and versions of one page when the client names no number.</summary>
    public const int DefaultPageSize = 50;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    public static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && !name.AsSpan().ContainsAnyExcept(NameCharacters);
}
