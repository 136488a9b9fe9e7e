using System.Text.Json;

namespace Goldcrest.Tests.Wire;

/// <summary>The model that the wire is generated from, read by other means than the generator's.</summary>
internal static class LambdaModel
{
    private static readonly JsonDocument Document = JsonDocument.Parse(File.ReadAllBytes(PathOf("src/Goldcrest.Wire/Models/lambda-api.json")));

    public static JsonElement Root => Document.RootElement;

    public static JsonElement Shape(string name) => Root.GetProperty("shapes").GetProperty(name);

    public static string Pattern(string shape) => Shape(shape).GetProperty("pattern").GetString()!;

    public static string Values(string shape) =>
        $"[{string.Join(", ", Shape(shape).GetProperty("enum").EnumerateArray().Select(value => value.GetString()))}]";

    private static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Goldcrest.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return Path.Combine(folder.FullName, file);
    }
}
