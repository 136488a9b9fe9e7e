using System.Globalization;
using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Every question that can be asked about the twin's layers, with its answer.</summary>
internal static class LayerReads
{
    private const string Layers = "/2018-10-31/layers";
    private static readonly Expected Nothing = Expected.NotFound("The resource you requested does not exist.");

    public static IEnumerable<Exchange> All(Twin twin)
    {
        yield return Reads.Get(Layers, Reads.List("Layers", twin.Layers
            .Select(layer => (Name: layer.Key, Newest: layer.Value.LastOrDefault(version => !version.IsDeleted)))
            .Where(layer => layer.Newest is not null)
            .Select(layer => new JsonObject
            {
                ["LayerName"] = layer.Name,
                ["LayerArn"] = Twin.LayerArn(layer.Name),
                ["LatestMatchingVersion"] = Shown.Layer(layer.Newest!),
            })));
        foreach (var name in Values.LayerNames)
        {
            var versions = twin.Layers.GetValueOrDefault(name) ?? [];
            yield return Reads.Get(
                $"{Layers}/{name}/versions",
                Reads.List("LayerVersions", versions.Where(version => !version.IsDeleted).Reverse().Select(Shown.Layer)));
            foreach (var version in versions)
            {
                yield return new Exchange(
                    new Call("GET", Path(version)), version.IsDeleted ? Nothing : Expected.Ok(Shown.LayerWithContent(version)));
                yield return new Exchange(new Call("GET", $"{Path(version)}/policy"), PolicyOf(version));
            }
        }
    }

    private static string Path(TwinLayerVersion version) => $"{Layers}/{version.Layer}/versions/{version.Number.ToString(CultureInfo.InvariantCulture)}";

    private static Expected PolicyOf(TwinLayerVersion version) =>
        version.IsDeleted ? Expected.NotFound($"Layer version {version.Arn} does not exist.")
        : version.Policy.Count == 0 ? Expected.NotFound("No policy is associated with the given resource.")
        : Expected.Ok(Shown.Policy(version.Policy, version.Revision.Now));
}
