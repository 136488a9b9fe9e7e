using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

public sealed class LayerSharingTests : IDisposable
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:layer:l";
    private const string ByArn = $"/2018-10-31/layers?find=LayerVersion&Arn={Arn}:1";

    private static readonly Goldcrest.Wire.Protocol.CallContext Stranger = LayerNode.Context(LayerNode.OtherAccount);

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("*")]
    [InlineData("111111111111")]
    [InlineData("arn:aws:iam::111111111111:root")]
    public async Task Another_account_sees_what_is_shared_with_it(string principal)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await ShareAsync(node, principal);

        Assert.Equal(200, (await node.SendAsync("GET", ByArn, context: Stranger)).Status);
        Assert.Equal(200, (await node.SendAsync("GET", $"/2018-10-31/layers/{Uri.EscapeDataString(Arn)}/versions/1", context: Stranger)).Status);
    }

    [Fact]
    public async Task Another_account_is_not_told_whether_there_is_something_that_is_not_shared()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await ShareAsync(node, "222222222222");

        await AssertClosedAsync(node, "GET", ByArn, "GetLayerVersion", $"{Arn}:1");
        await AssertClosedAsync(node, "GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Arn}:7", "GetLayerVersion", $"{Arn}:7");
    }

    [Fact]
    public async Task One_version_is_shared_not_the_layer()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await ShareAsync(node, "*");
        await node.PublishAsync();

        await AssertClosedAsync(node, "GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Arn}:2", "GetLayerVersion", $"{Arn}:2");
    }

    [Fact]
    public async Task Sharing_within_an_organization_opens_nothing_since_no_caller_is_known_to_be_in_one()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await node.AskAsync("POST", "/2018-10-31/layers/l/versions/1/policy", new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = "*", OrganizationId = "o-t194hfs8cz" });

        await AssertClosedAsync(node, "GET", ByArn, "GetLayerVersion", $"{Arn}:1");
    }

    [Fact]
    public async Task Only_the_owner_changes_a_layer_shared_or_not()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await ShareAsync(node, "*");
        var layer = $"/2018-10-31/layers/{Uri.EscapeDataString(Arn)}/versions";

        await AssertClosedAsync(node, "POST", layer, "PublishLayerVersion", Arn, new { Content = new { ZipFile = LayerNode.Zip() } });
        await AssertClosedAsync(node, "GET", layer, "ListLayerVersions", Arn);
        await AssertClosedAsync(node, "DELETE", $"{layer}/1", "DeleteLayerVersion", Arn);
        await AssertClosedAsync(node, "GET", $"{layer}/1/policy", "GetLayerVersionPolicy", Arn);
        await AssertClosedAsync(node, "POST", $"{layer}/1/policy", "AddLayerVersionPermission", Arn, new { StatementId = "t", Action = "lambda:GetLayerVersion", Principal = "*" });
        await AssertClosedAsync(node, "DELETE", $"{layer}/1/policy/s", "RemoveLayerVersionPermission", Arn);
        Assert.Equal(200, (await node.SendAsync("GET", ByArn)).Status);
    }

    private static Task<System.Text.Json.JsonElement> ShareAsync(LayerNode node, string principal) =>
        node.AskAsync("POST", "/2018-10-31/layers/l/versions/1/policy", new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = principal });

    private static Task AssertClosedAsync(LayerNode node, string method, string target, string operation, string resource, object? body = null) => node.AssertRefusedAsync(
        403, "AccessDeniedException",
        $"User: arn:aws:iam::111111111111:root is not authorized to perform: lambda:{operation} on resource: {resource} because no resource-based policy allows the lambda:{operation} action",
        method, target, body, Stranger);
}
