using System.Text.Json;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

/// <summary>The shapes and texts are recorded answers of AWS (2023-11-20, confirmed 2025-11-25).</summary>
public sealed class LayerPolicyTests : IDisposable
{
    private const string Version = "/2018-10-31/layers/l/versions/1";
    private const string Policy = $"{Version}/policy";
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:layer:l:1";
    private const string Stale = "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_policy_grows_and_shrinks_with_a_new_revision_each_time()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        var first = await AddAsync(node, "s1");
        var shown = await node.AskAsync("GET", Policy);
        var second = await AddAsync(node, "s2", revision: Revision(shown));
        var removed = await node.SendAsync("DELETE", $"{Policy}/s2?RevisionId={Revision(second)}");
        var left = await node.AskAsync("GET", Policy);

        const string S1 = $$"""{"Sid":"s1","Effect":"Allow","Principal":"*","Action":"lambda:GetLayerVersion","Resource":"{{Arn}}"}""";
        Assert.Equal(S1, first.GetProperty("Statement").GetString());
        Assert.Equal($$"""{"Version":"2012-10-17","Id":"default","Statement":[{{S1}}]}""", shown.GetProperty("Policy").GetString());
        Assert.Equal(Revision(first), Revision(shown));
        Assert.Equal(204, removed.Status);
        Assert.Equal(shown.GetProperty("Policy").GetString(), left.GetProperty("Policy").GetString());
        Assert.Equal(3, new[] { Revision(shown), Revision(second), Revision(left) }.Distinct().Count());
        Assert.True(Guid.TryParse(Revision(left), out _));
    }

    [Fact]
    public async Task An_organization_is_a_condition() => await AssertStatementAsync(
        new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = "*", OrganizationId = "o-t194hfs8cz" },
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":"*","Action":"lambda:GetLayerVersion","Resource":"{{{{Arn}}}}","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-t194hfs8cz"}}}""");

    [Fact]
    public async Task An_account_is_its_root() => await AssertStatementAsync(
        new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = "111111111111" },
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"lambda:GetLayerVersion","Resource":"{{{{Arn}}}}"}""");

    [Fact]
    public async Task Everything_that_can_be_wrong_is_refused_in_the_words_of_AWS()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        await node.AssertRefusedAsync(404, "ResourceNotFoundException", "No policy is associated with the given resource.", "GET", Policy);
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", "No policy is associated with the given resource.", "DELETE", $"{Policy}/s1");
        await AddAsync(node, "s1");

        await node.AssertRefusedAsync(
            400, "ValidationException",
            "1 validation error detected: Value '*' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: lambda:GetLayerVersion",
            "POST", Policy, new { StatementId = "s", Action = "*", Principal = "*" });
        await node.AssertRefusedAsync(
            409, "ResourceConflictException", "The statement id (s1) provided already exists. Please provide a new statement id, or remove the existing statement.",
            "POST", Policy, Grant("s1"));
        await node.AssertRefusedAsync(412, "PreconditionFailedException", Stale, "POST", $"{Policy}?RevisionId=wrong", Grant("s2"));
        await node.AssertRefusedAsync(412, "PreconditionFailedException", Stale, "DELETE", $"{Policy}/s1?RevisionId=wrong");
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", "Statement doesnotexist is not found in resource policy.", "DELETE", $"{Policy}/doesnotexist");
    }

    [Theory]
    [InlineData("l-doesnotexist", 1)]
    [InlineData("l", 2)]
    public async Task A_version_that_is_not_there_has_no_policy(string name, int number)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        var policy = $"/2018-10-31/layers/{name}/versions/{number}/policy";
        var text = $"Layer version arn:aws:lambda:us-east-1:000000000000:layer:{name}:{number} does not exist.";
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", text, "POST", policy, Grant("s1"));
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", text, "GET", policy);
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", text, "DELETE", $"{policy}/s1");
    }

    [Fact]
    public async Task The_last_statement_takes_the_policy_with_it()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await AddAsync(node, "s1");

        await node.SendAsync("DELETE", $"{Policy}/s1");

        await node.AssertRefusedAsync(404, "ResourceNotFoundException", "No policy is associated with the given resource.", "GET", Policy);
        await AddAsync(node, "s1");
    }

    [Fact]
    public async Task A_policy_ends_at_20_KB()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        var added = 0;
        while ((await node.SendAsync("POST", Policy, Grant($"{added:D100}"))).Status == 201)
        {
            added++;
        }

        var size = (await node.AskAsync("GET", Policy)).GetProperty("Policy").GetString()!.Length;
        var statement = size - 62;
        Assert.InRange(size, 20_480 - (statement / added) - 1, 20_480);
        var response = await node.SendAsync("POST", Policy, Grant($"{added:D100}"));
        Assert.Matches(@"^\{""Type"":""User"",""message"":""The final policy size \(2\d{4}\) is bigger than the limit \(20480\)\.""\}$", System.Text.Encoding.UTF8.GetString(response.Body.Span));
    }

    [Fact]
    public async Task Of_fifty_who_change_one_revision_exactly_one_wins()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        var revision = Revision(await AddAsync(node, "s"));

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
            (await node.SendAsync("POST", $"{Policy}?RevisionId={revision}", Grant($"s{i}"))).Status)));

        Assert.Equal(1, statuses.Count(status => status == 201));
        Assert.Equal(49, statuses.Count(status => status == 412));
    }

    [Fact]
    public async Task Fifty_who_do_not_care_all_get_their_statement()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () => (await node.SendAsync("POST", Policy, Grant($"s{i}"))).Status)));

        Assert.All(statuses, status => Assert.Equal(201, status));
        var policy = JsonDocument.Parse((await node.AskAsync("GET", Policy)).GetProperty("Policy").GetString()!).RootElement;
        Assert.Equal(50, policy.GetProperty("Statement").EnumerateArray().Select(statement => statement.GetProperty("Sid").GetString()).Distinct().Count());
    }

    private async Task AssertStatementAsync(object grant, string expected)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        var added = await node.AskAsync("POST", Policy, grant);

        Assert.Equal(expected, added.GetProperty("Statement").GetString());
    }

    private static string Revision(JsonElement answer) => answer.GetProperty("RevisionId").GetString()!;

    private static object Grant(string sid) => new { StatementId = sid, Action = "lambda:GetLayerVersion", Principal = "*" };

    private static Task<JsonElement> AddAsync(LayerNode node, string sid, string? revision = null) =>
        node.AskAsync("POST", revision is null ? Policy : $"{Policy}?RevisionId={revision}", Grant(sid));
}
