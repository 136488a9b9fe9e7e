using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.S3;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Images;

/// <summary>Registries that want a password, point at the node's own machine, or die while they send.</summary>
public sealed class HostileRegistryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_private_registry_gives_its_images_to_who_knows_the_password()
    {
        await using var registry = await DebianRegistry.StartAsync(isPrivate: true);
        var folder = Directory.CreateTempSubdirectory("goldcrest-credentials-");
        try
        {
            await registry.PushAsync(await ImageContents.StaticProgramAsync(), "secret", "1");
            var known = Path.Combine(folder.FullName, "config.json");
            var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DebianRegistry.User}:{DebianRegistry.Password}"));
            await File.WriteAllTextAsync(known, """{"auths":{}}""", TestContext.Current.CancellationToken);
            await using var server = await GoldcrestServer.StartAsync(dataDirectory: null, "--registry-credentials", known, "--log-level", "Trace");
            var caller = LambdaCaller.Root(server);

            var refused = await CreateAsync(caller, "stranger", $"{registry.Authority}/secret:1");
            var auths = new JsonObject { ["auths"] = new JsonObject { [registry.Authority] = new JsonObject { ["auth"] = basic } } };
            await File.WriteAllTextAsync(known, auths.ToJsonString(), TestContext.Current.CancellationToken);
            (await CreateAsync(caller, "friend", $"{registry.Authority}/secret:1")).Ok();
            await caller.SettleAsync("friend");

            Assert.Equal((403, "AccessDeniedException"), (refused.Status, refused.ErrorType));
            Assert.Equal("Lambda does not have permission to access the ECR image. Check the ECR permissions.", refused.Message);
            Assert.DoesNotContain(basic, server.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(DebianRegistry.Password, server.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_registry_cannot_make_the_node_talk_to_its_own_machine()
    {
        await using var registry = new ScriptedS3();
        await using var bystander = new ScriptedS3();
        bystander.Answers["secrets"] = ScriptedS3.Body("{}"u8.ToArray());
        registry.Answers["latest"] = ScriptedS3.Raw($"302 Found\r\nLocation: {bystander.Endpoint}/secrets\r\nContent-Length: 0", []);
        await using var server = await GoldcrestServer.StartAsync();

        var refused = await CreateAsync(LambdaCaller.Root(server), "led-astray", $"{new Uri(registry.Endpoint).Authority}/app");

        Assert.Equal(403, refused.Status);
        Assert.Single(registry.Requests);
        Assert.Empty(bystander.Requests);
    }

    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_of_a_pull_begins_anew_and_leaves_nothing()
    {
        await using var registry = new ScriptedS3();
        var image = (await ImageContents.StaticProgramAsync()).Files(("filler", new byte[3_000_000], 0b110_100_100));
        var hash = image.Seal();
        foreach (var (name, content) in image.Blobs)
        {
            registry.Answers[$"sha256:{name}"] = ScriptedS3.Body(content);
        }

        registry.Answers["latest"] = registry.Answers[$"sha256:{hash}"];
        var (layer, asked) = ($"sha256:{image.LayerHashes[0]}", new TaskCompletionSource());
        var whole = registry.Answers[layer];
        registry.Answers[layer] = async (stream, token) =>
        {
            var content = image.Blobs[image.LayerHashes[0]];
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n"), token);
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2), token);
            asked.TrySetResult();
            await Task.Delay(Patience, TimeProvider.System, token);
        };
        var data = Directory.CreateTempSubdirectory("goldcrest-images-kill-").FullName;
        try
        {
            await using (var first = await GoldcrestServer.StartAsync(data))
            {
                (await CreateAsync(LambdaCaller.Root(first), "patient", $"{new Uri(registry.Endpoint).Authority}/app")).Ok();
                await asked.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
                await first.KillAsync();
            }

            Assert.NotEmpty(Directory.GetDirectories(Path.Combine(data, "images", "drafts")));
            Assert.False(Directory.Exists(Path.Combine(data, "images", hash)));
            registry.Answers[layer] = whole;
            await using var server = await GoldcrestServer.StartAsync(data);
            var caller = LambdaCaller.Root(server);

            await caller.SettleAsync("patient");
            var answer = (await caller.SendAsync("POST", $"{LambdaCaller.Functions}/patient/invocations", new { name = "Ada" })).Ok();

            Assert.Equal("Ada", answer.Body.GetProperty("event").GetProperty("name").GetString());
            Assert.Equal([hash], Directory.GetDirectories(Path.Combine(data, "images")).Select(Path.GetFileName).Where(name => name is not "drafts"));
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(data, "images", "drafts")));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static Task<LambdaAnswer> CreateAsync(LambdaCaller caller, string name, string uri) => caller.SendAsync(
        "POST", LambdaCaller.Functions, new { FunctionName = name, PackageType = "Image", ImageStage.Role, Timeout = 60, Code = new { ImageUri = uri } });
}
