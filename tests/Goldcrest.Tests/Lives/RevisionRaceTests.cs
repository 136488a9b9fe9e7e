using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.Tests.Hosting;
using Goldcrest.Tests.Layers;
using Goldcrest.Tests.Pool;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Lives;

/// <summary>Fifty clients who saw the same revision and all change it at once, for everything that has a revision.</summary>
public sealed class RevisionRaceTests : IDisposable
{
    private const int Clients = 50;
    private const int Rounds = 4;
    private const string Function = "/2015-03-31/functions/f";
    private const string Layer = "/2018-10-31/layers/l/versions/1/policy";

    private readonly DataFolder _folder = new();

    public static TheoryData<string> Things =>
    [
        "configuration", "code", "publication", "alias", "new permission", "new permission of a version", "new permission of an alias",
        "old permission", "new layer permission", "old layer permission",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Things))]
    public async Task Of_fifty_who_change_the_same_revision_exactly_one_wins(string thing)
    {
        await using var node = await WholeNode.StartAsync(_folder.Root);
        await FillAsync(node);
        for (var round = 0; round < Rounds; round++)
        {
            await PrepareAsync(node, thing, round);
            var revision = await RevisionAsync(node, thing);

            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => ChangeAsync(node, thing, client, round, revision))));

            Assert.Single(answers, answer => answer.Status is 200 or 201 or 204);
            Assert.Equal(Clients - 1, answers.Count(answer => (answer.Status, answer.ErrorType) == (412, "PreconditionFailedException")));
            Assert.NotEqual(revision, await RevisionAsync(node, thing));
        }
    }

    private static Task<NodeAnswer> ChangeAsync(WholeNode node, string thing, int client, int round, string revision) => thing switch
    {
        "configuration" => SendAsync(node, "PUT", $"{Function}/configuration", new { Description = $"{round} {client}", RevisionId = revision }),
        "code" => SendAsync(node, "PUT", $"{Function}/code", new { ZipFile = LayerNode.Zip(content: $"{client % 3}"), RevisionId = revision }),
        "publication" => SendAsync(node, "POST", $"{Function}/versions", new { RevisionId = revision }),
        "alias" => SendAsync(node, "PUT", $"{Function}/aliases/live", new { Description = $"{client}", RevisionId = revision }),
        "new permission" => SendAsync(node, "POST", $"{Function}/policy", Grant($"r{round}c{client}", revision)),
        "new permission of a version" => SendAsync(node, "POST", $"{Function}/policy?Qualifier=1", Grant($"r{round}c{client}", revision)),
        "new permission of an alias" => SendAsync(node, "POST", $"{Function}/policy?Qualifier=live", Grant($"r{round}c{client}", revision)),
        "old permission" => SendAsync(node, "DELETE", $"{Function}/policy/r{round}c{client}?RevisionId={revision}"),
        "new layer permission" => SendAsync(node, "POST", $"{Layer}?RevisionId={revision}", LayerGrant($"r{round}c{client}")),
        _ => SendAsync(node, "DELETE", $"{Layer}/r{round}c{client}?RevisionId={revision}"),
    };

    private static async Task FillAsync(WholeNode node)
    {
        Assert.Equal(201, (await SendAsync(node, "POST", "/2015-03-31/functions", new
        {
            FunctionName = "f",
            Runtime = "python3.12",
            Handler = "m.handler",
            Role = "arn:aws:iam::000000000000:role/r",
            Code = new { ZipFile = LayerNode.Zip() },
            Publish = true,
        })).Status);
        await SettleAsync(node);
        Assert.Equal(201, (await SendAsync(node, "POST", $"{Function}/aliases", new { Name = "live", FunctionVersion = "1" })).Status);
        Assert.Equal(201, (await SendAsync(node, "POST", "/2018-10-31/layers/l/versions", new { Content = new { ZipFile = LayerNode.Zip() } })).Status);
        Assert.Equal(201, (await SendAsync(node, "POST", Layer, LayerGrant("first"))).Status);
    }

    /// <summary>What a round needs: something to publish, or statements to remove.</summary>
    private static async Task PrepareAsync(WholeNode node, string thing, int round)
    {
        if (thing == "publication")
        {
            await SendAsync(node, "PUT", $"{Function}/configuration", new { Description = $"{round}" });
        }

        foreach (var left in thing == "old permission" || thing == "old layer permission" ? Enumerable.Range(0, Clients).Select(client => $"r{round - 1}c{client}") : [])
        {
            await SendAsync(node, "DELETE", $"{(thing == "old permission" ? $"{Function}/policy" : Layer)}/{left}");
        }

        foreach (var sid in thing.StartsWith("old", StringComparison.Ordinal) ? Enumerable.Range(0, Clients).Select(client => $"r{round}c{client}") : [])
        {
            var isLayer = thing == "old layer permission";
            Assert.Equal(201, (await SendAsync(node, "POST", isLayer ? Layer : $"{Function}/policy", isLayer ? LayerGrant(sid) : Grant(sid, null))).Status);
        }

        await SettleAsync(node);
    }

    private static async Task<string> RevisionAsync(WholeNode node, string thing)
    {
        await SettleAsync(node);
        var target = thing switch
        {
            "alias" or "new permission of an alias" => $"{Function}/aliases/live",
            "new permission of a version" => $"{Function}/configuration?Qualifier=1",
            "new layer permission" or "old layer permission" => Layer,
            _ => $"{Function}/configuration",
        };
        return Read(await SendAsync(node, "GET", target), "RevisionId")!;
    }

    private static Task SettleAsync(WholeNode node) => Until.TrueAsync(async () =>
        Read(await SendAsync(node, "GET", $"{Function}/configuration"), "LastUpdateStatus") == "Successful"
        && Read(await SendAsync(node, "GET", $"{Function}/configuration?Qualifier=1"), "LastUpdateStatus") == "Successful");

    private static object Grant(string sid, string? revision) =>
        new { StatementId = sid, Action = "lambda:InvokeFunction", Principal = "sns.amazonaws.com", RevisionId = revision };

    private static object LayerGrant(string sid) => new { StatementId = sid, Action = "lambda:GetLayerVersion", Principal = "*" };

    private static string? Read(NodeAnswer answer, string member) => JsonNode.Parse(answer.Body)![member]?.GetValue<string>();

    private static Task<NodeAnswer> SendAsync(WholeNode node, string method, string target, object? body = null) =>
        node.SendAsync(new NodeRequest(method, target, body is null ? [] : Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body))));
}
