using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>The life of one kind of resource, as a file of <c>tests/fixtures/conformance</c> tells it.</summary>
/// <param name="Region">Its own, so that lists and account-wide counts hold nothing of anybody else's.</param>
/// <param name="Sources">Where its answers are known from.</param>
/// <param name="Zips">Archives that its parameters and answers name.</param>
/// <param name="Signed">The same, signed when the fixture is played.</param>
internal sealed record ConformanceFixture(
    string Name, string Region, DateOnly Date, IReadOnlyList<string> Sources, IReadOnlyDictionary<string, byte[]> Zips,
    IReadOnlyDictionary<string, SignedZip> Signed, IReadOnlyList<ConformanceStep> Steps)
{
    private const string Folder = "tests/fixtures/conformance";

    /// <summary>What all fixtures share: shapes and zips, no steps.</summary>
    private const string Common = "common";

    private static readonly string[] KnownMembers = ["do", "with", "status", "refusal", "answer", "until", "source"];

    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(SourceTree.PathOf(Folder), "*.json").Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Where(name => name != Common).Order(StringComparer.Ordinal),
    ];

    public static ConformanceFixture Load(string name)
    {
        var common = Read(Common);
        var file = Read(name);
        var shapes = new Shapes(Joined(common, file, "shapes"));
        return new ConformanceFixture(
            name,
            (string)file["region"]!,
            DateOnly.Parse((string)file["date"]!, CultureInfo.InvariantCulture),
            [.. file["source"]!.AsArray().Select(source => (string)source!)],
            Joined(common, file, "zips").ToDictionary(zip => zip.Key, zip => Zip(zip.Value!.AsObject())),
            (file["signed"]?.AsObject() ?? []).ToDictionary(zip => zip.Key, zip => zip.Value.Deserialize<SignedZip>(JsonSerializerOptions.Web)!),
            [.. file["steps"]!.AsArray().Select(step => Step(step!.AsObject(), shapes))]);
    }

    private static ConformanceStep Step(JsonObject step, Shapes shapes)
    {
        if (step.Select(member => member.Key).Except(KnownMembers).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException($"A step has no member called {unknown}.");
        }

        return new ConformanceStep(
            (string)step["do"]!, (JsonObject)shapes.Expand(step["with"] ?? new JsonObject())!, (int)step["status"]!, (string?)step["refusal"],
            shapes.Expand(step["answer"] ?? new JsonObject()), step["until"]?.AsObject());
    }

    private static byte[] Zip(JsonObject files)
    {
        var (name, text) = files.Single();
        return CodeZip.Of(name, Encoding.UTF8.GetBytes((string)text!));
    }

    private static JsonObject Joined(JsonObject common, JsonObject file, string member)
    {
        var joined = common[member]!.DeepClone().AsObject();
        foreach (var (name, value) in file[member]?.AsObject() ?? [])
        {
            joined[name] = value!.DeepClone();
        }

        return joined;
    }

    private static JsonObject Read(string name) => JsonNode.Parse(File.ReadAllText(SourceTree.PathOf($"{Folder}/{name}.json")))!.AsObject();
}
