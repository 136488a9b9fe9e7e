using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

public sealed class LayerRestartTests : IDisposable
{
    private static readonly string[] Questions =
    [
        "/2018-10-31/layers",
        "/2018-10-31/layers?CompatibleRuntime=python3.12",
        "/2018-10-31/layers/a/versions",
        "/2018-10-31/layers/a/versions/2/policy",
        "/2018-10-31/layers/a/versions/3/policy",
        "/2018-10-31/layers/a/versions/1",
    ];

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_changes_no_answer()
    {
        List<string> before;
        await using (var node = await LayerNode.OpenAsync(_folder.Root))
        {
            await node.AskAsync("POST", "/2018-10-31/layers/a/versions", new { Content = new { ZipFile = LayerNode.Zip() } });
            await node.AskAsync("POST", "/2018-10-31/layers/a/versions", new
            {
                Content = new { ZipFile = LayerNode.Zip(content: "y = 2") },
                Description = "größer \"✓\"",
                LicenseInfo = "",
                CompatibleRuntimes = new[] { "python3.12", "python3.13" },
                CompatibleArchitectures = Array.Empty<string>(),
            });
            await node.PublishAsync("a");
            await node.PublishAsync("b");
            await node.AskAsync("POST", "/2018-10-31/layers/a/versions/2/policy", new { StatementId = "s1", Action = "lambda:GetLayerVersion", Principal = "*", OrganizationId = "o-t194hfs8cz" });
            await node.AskAsync("POST", "/2018-10-31/layers/a/versions/3/policy", new { StatementId = "s1", Action = "lambda:GetLayerVersion", Principal = "111111111111" });
            await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/3/policy/s1");
            await node.SendAsync("DELETE", "/2018-10-31/layers/a/versions/1");
            await node.SendAsync("DELETE", "/2018-10-31/layers/b/versions/1");
            before = await AnswersAsync(node);
        }

        await using var restarted = await LayerNode.OpenAsync(_folder.Root);

        Assert.Equal(before, await AnswersAsync(restarted));
        Assert.Contains("größer", before[1], StringComparison.Ordinal);
        Assert.Equal(2, (await restarted.PublishAsync("b")).GetProperty("Version").GetInt64());
    }

    private static async Task<List<string>> AnswersAsync(LayerNode node)
    {
        var answers = new List<string>();
        foreach (var question in Questions)
        {
            var response = await node.SendAsync("GET", question);
            answers.Add($"{response.Status} {System.Text.Encoding.UTF8.GetString(response.Body.Span)}");
        }

        return answers;
    }
}
