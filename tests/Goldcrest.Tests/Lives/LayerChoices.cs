using System.Globalization;

namespace Goldcrest.Tests.Lives;

/// <summary>Layers that a function is to have.</summary>
internal static class LayerChoices
{
    /// <returns>None to six; mostly such as were published, deleted ones too.</returns>
    public static IReadOnlyList<string> Draw(Twin twin, Draw draw)
    {
        var known = twin.Layers.Values.SelectMany(versions => versions).Select(version => version.Arn).ToList();
        return draw.Below(10) switch
        {
            < 2 => [],
            < 8 when known.Count > 0 => [draw.Of(known)],
            8 when known.Count > 1 => [draw.Of(known), draw.Of(known)],
            _ when draw.OneIn(2) => [$"{Twin.LayerArn("never")}:1"],
            _ => [.. Enumerable.Range(1, 6).Select(number => $"{Twin.LayerArn("base")}:{number.ToString(CultureInfo.InvariantCulture)}")],
        };
    }

    /// <param name="layers">ARNs, joined by blanks.</param>
    /// <returns>Null when a function may have them.</returns>
    public static Expected? Refuse(string layers, Twin twin)
    {
        var arns = layers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (arns.Length > 5)
        {
            return Expected.Invalid("Cannot reference more than 5 layers.");
        }

        if (arns.FirstOrDefault(arn => twin.FindLayer(arn) is not { IsDeleted: false }) is { } missing)
        {
            return Expected.Invalid($"Layer version {missing} does not exist.");
        }

        return arns is [var first, var second] && twin.FindLayer(first)!.Layer == twin.FindLayer(second)!.Layer
            ? Expected.Invalid(
                "Two different versions of the same layer are not allowed to be referenced in the same function. "
                + $"{first} and {second} are versions of the same layer.")
            : null;
    }
}
