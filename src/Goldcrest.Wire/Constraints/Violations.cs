using Goldcrest.Wire.Protocol;

namespace Goldcrest.Wire.Constraints;

/// <summary>Collects every broken constraint of one request. A request that breaks none allocates nothing.</summary>
internal struct Violations
{
    /// <summary>More than this many are not told, so that a hostile body cannot blow up its own refusal.</summary>
    private const int MaxTold = 50;

    /// <summary>Characters of a value that are shown, for the same reason.</summary>
    private const int MaxShown = 10_000;

    private List<string>? _told;

    public readonly int Count => _told?.Count ?? 0;

    /// <summary>AWS's text for all of them, in the order they were added.</summary>
    public readonly string Message =>
        $"{Count} validation error{(Count == 1 ? string.Empty : "s")} detected: {string.Join("; ", _told ?? [])}";

    public void Add(object? value, bool isSensitive, string path, string member, string sentence)
    {
        _told ??= [];
        if (_told.Count < MaxTold)
        {
            var shown = value is null ? "Value null" : isSensitive ? "Value" : $"Value '{Shorten(JavaText.Of(value))}'";
            _told.Add($"{shown} at '{path}{member}' failed to satisfy constraint: {sentence}");
        }
    }

    public void AddMissing(string path, string member) => Add(null, isSensitive: false, path, member, Sentence.NotNull);

    private static string Shorten(string text) => text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, MaxShown), "…");
}
