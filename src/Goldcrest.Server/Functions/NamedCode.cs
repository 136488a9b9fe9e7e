using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>The code that a function's deployments name, as their own or as a layer's: zips and images, whose hashes never meet.</summary>
internal static class NamedCode
{
    /// <summary>The hash of each, as often as it is named; none when there is no function.</summary>
    public static IEnumerable<string> Hashes(FunctionRecord? function)
    {
        foreach (var version in function?.Versions ?? [])
        {
            foreach (var hash in Hashes(version.Current).Concat(version.Previous is { } previous ? Hashes(previous) : []))
            {
                yield return hash;
            }
        }
    }

    private static IEnumerable<string> Hashes(Deployment deployment) =>
        deployment.Settings.Layers.Select(layer => layer.Code).Prepend(deployment.Code).Select(code => code.Sha256Hex);
}
