using System.Text.RegularExpressions;

namespace Goldcrest.Core.Functions;

/// <summary>Names a container image: a repository, maybe with its registry, and a tag or digest.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Repository">With the registry, without tag and digest.</param>
/// <param name="Tag">Null when the text has none.</param>
/// <param name="Digest">64 lower-case hex digits; null when the text has none.</param>
/// <remarks>Source: docs/contracts/functions.md#container-images.</remarks>
public sealed partial record ImageUri(string Text, string Repository, string? Tag, string? Digest)
{
    private const int MaxLength = 1024;
    private const string Registry = "[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:[0-9]{1,5})?/";
    private const string Part = "[a-z0-9]+([._-]+[a-z0-9]+)*";
    private const string AnyTag = ":(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})";
    private const string AnyDigest = "@sha256:(?<digest>[0-9a-f]{64})";

    /// <summary>The tag that is meant when there is no digest.</summary>
    public string KnownTag => Tag ?? "latest";

    /// <returns>Null when the text has not the form of a reference to an image.</returns>
    public static ImageUri? TryParse(string text)
    {
        var match = text.Length <= MaxLength ? Form().Match(text) : Match.Empty;
        return match.Success
            ? new ImageUri(text, match.Groups["repository"].Value, Found(match.Groups["tag"]), Found(match.Groups["digest"]))
            : null;
    }

    private static string? Found(Group group) => group.Success ? group.Value : null;

    [GeneratedRegex(
        $@"^(?<repository>({Registry})?{Part}(/{Part})*)({AnyTag})?({AnyDigest})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
