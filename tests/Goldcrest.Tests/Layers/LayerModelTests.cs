using System.Text.Json;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

/// <summary>Random lives of a few layers, answer by answer against a model of a few lines; the node is restarted in between.</summary>
public sealed class LayerModelTests : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly DataFolder _folder = new();
    private readonly Dictionary<string, SortedDictionary<long, List<string>>> _versions = Names.ToDictionary(name => name, _ => new SortedDictionary<long, List<string>>());
    private readonly Dictionary<string, long> _published = Names.ToDictionary(name => name, _ => 0L);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_answer_is_the_model_s(int seed)
    {
        var random = new Random(seed);
        for (var life = 0; life < 3; life++)
        {
            await using var node = await LayerNode.OpenAsync(_folder.Root);
            await CompareAsync(node);
            for (var step = 0; step < 60; step++)
            {
                await StepAsync(node, random);
            }

            await CompareAsync(node);
        }
    }

    private async Task StepAsync(LayerNode node, Random random)
    {
        var name = Names[random.Next(Names.Length)];
        var number = random.NextInt64(1, _published[name] + 2);
        var sid = $"s{random.Next(3)}";
        var policy = _versions[name].GetValueOrDefault(number);
        switch (random.Next(4))
        {
            case 0:
                Assert.Equal(++_published[name], (await node.PublishAsync(name, LayerNode.Zip(content: $"x = {random.Next(4)}"))).GetProperty("Version").GetInt64());
                _versions[name].Add(_published[name], []);
                break;
            case 1 when random.Next(3) == 0:
                await ExpectAsync(204, node, "DELETE", $"/2018-10-31/layers/{name}/versions/{number}");
                _versions[name].Remove(number);
                break;
            case 2:
                var grant = new { StatementId = sid, Action = "lambda:GetLayerVersion", Principal = "*" };
                var taken = policy?.Contains(sid) == true;
                await ExpectAsync(policy is null ? 404 : taken ? 409 : 201, node, "POST", $"/2018-10-31/layers/{name}/versions/{number}/policy", grant);
                if (!taken)
                {
                    policy?.Add(sid);
                }

                break;
            default:
                await ExpectAsync(policy?.Contains(sid) == true ? 204 : 404, node, "DELETE", $"/2018-10-31/layers/{name}/versions/{number}/policy/{sid}");
                policy?.Remove(sid);
                break;
        }
    }

    private async Task CompareAsync(LayerNode node)
    {
        var layers = await node.AskAsync("GET", "/2018-10-31/layers");
        Assert.Equal(
            Names.Where(name => _versions[name].Count > 0).Select(name => $"{name} {_versions[name].Keys.Last()}"),
            layers.GetProperty("Layers").EnumerateArray().Select(layer =>
                $"{layer.GetProperty("LayerName").GetString()} {layer.GetProperty("LatestMatchingVersion").GetProperty("Version").GetInt64()}"));
        foreach (var (name, versions) in _versions)
        {
            var list = await node.AskAsync("GET", $"/2018-10-31/layers/{name}/versions");
            Assert.Equal(versions.Keys.Reverse(), list.GetProperty("LayerVersions").EnumerateArray().Select(version => version.GetProperty("Version").GetInt64()));
            foreach (var (number, sids) in versions)
            {
                Assert.Equal(sids, await SidsAsync(node, $"/2018-10-31/layers/{name}/versions/{number}/policy"));
            }
        }
    }

    private static async Task<List<string>> SidsAsync(LayerNode node, string target)
    {
        var response = await node.SendAsync("GET", target);
        if (response.Status == 404)
        {
            return [];
        }

        var policy = JsonDocument.Parse(JsonDocument.Parse(response.Body).RootElement.GetProperty("Policy").GetString()!).RootElement;
        return [.. policy.GetProperty("Statement").EnumerateArray().Select(statement => statement.GetProperty("Sid").GetString()!)];
    }

    private static async Task ExpectAsync(int status, LayerNode node, string method, string target, object? body = null) =>
        Assert.Equal((method, target, status), (method, target, (await node.SendAsync(method, target, body)).Status));
}
