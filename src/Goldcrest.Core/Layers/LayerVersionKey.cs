using System.Globalization;
using System.Text.RegularExpressions;

namespace Goldcrest.Core.Layers;

/// <summary>Names one version of a layer.</summary>
/// <param name="Number">From 1; <see cref="long.MaxValue"/> stands for every number that is too large to be one.</param>
public readonly partial record struct LayerVersionKey(LayerKey Layer, long Number)
{
    public string Arn => Layer.VersionArn(Number);

    /// <param name="arn">The ARN of a layer version, or anything else.</param>
    /// <returns>Null when it is none of this partition.</returns>
    public static LayerVersionKey? TryParse(string arn)
    {
        if (Form().Match(arn) is not { Success: true } match)
        {
            return null;
        }

        var layer = new LayerKey(match.Groups["account"].Value, match.Groups["region"].Value, match.Groups["name"].Value);
        return new LayerVersionKey(
            layer, long.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue);
    }

    /// <param name="arn">The ARN of a layer without a version, or anything else.</param>
    /// <returns>Null when it is none of this partition.</returns>
    public static LayerKey? TryParseLayer(string arn) => TryParse($"{arn}:0")?.Layer;

    [GeneratedRegex("^arn:aws:lambda:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):layer:(?<name>[a-zA-Z0-9_-]+):(?<number>[0-9]+)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
