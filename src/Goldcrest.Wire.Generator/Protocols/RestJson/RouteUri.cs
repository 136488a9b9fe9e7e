using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.Protocols.RestJson;

/// <summary>An operation's URI, cut into what routes compare.</summary>
internal sealed class RouteUri
{
    /// <summary>As many labels as a match has room for.</summary>
    private const int MaxLabels = 3;

    private RouteUri(int index, Operation operation)
    {
        var parts = operation.Uri.Split('?');
        Index = index;
        Operation = operation;
        Segments = parts[0].Trim('/').Split('/');
        Query = parts.Length > 1 ? [.. parts[1].Split('&').Select(Pair)] : [];
        if (Segments.Any(IsGreedy) || Labels.Count > MaxLabels)
        {
            throw new InvalidDataException("The generator cannot route " + operation.Uri + ".");
        }
    }

    public int Index { get; }

    public Operation Operation { get; }

    public IReadOnlyList<string> Segments { get; }

    /// <summary>Constant parameters that a request must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>Names of the labels, in order.</summary>
    public IReadOnlyList<string> Labels => [.. Segments.Where(IsLabel).Select(segment => segment.Trim('{', '}'))];

    public static IReadOnlyList<RouteUri> Of(ServiceModel service) =>
        [.. service.Operations.Select((operation, index) => new RouteUri(index, operation))];

    public static bool IsLabel(string segment) => segment[0] == '{';

    private static bool IsGreedy(string segment) => segment.EndsWith("+}", StringComparison.Ordinal);

    private static KeyValuePair<string, string> Pair(string text)
    {
        var parts = text.Split('=');
        return new KeyValuePair<string, string>(parts[0], parts.Length > 1 ? parts[1] : string.Empty);
    }
}
