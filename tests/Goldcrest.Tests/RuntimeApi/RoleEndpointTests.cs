using System.Text.Json.Nodes;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Pool;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Tests.RuntimeApi;

public sealed class RoleEndpointTests
{
    [Fact]
    public void Keys_are_fresh_at_every_request_and_say_when_they_end()
    {
        var count = 0;
        var endpoint = new RoleEndpoint("token", () => Keys(++count));

        var first = JsonNode.Parse(endpoint.Find("token"))!;
        var second = JsonNode.Parse(endpoint.Find("token"))!;

        Assert.Equal(
            """{"AccessKeyId":"ASIA1","SecretAccessKey":"secret","Token":"session","Expiration":"2026-01-02T03:04:05Z"}""", first.ToJsonString());
        Assert.Equal("ASIA2", (string?)second["AccessKeyId"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tokem")]
    [InlineData("token ")]
    [InlineData("Bearer token")]
    public void Nobody_gets_keys_without_the_token(string? authorization)
    {
        Assert.Null(new RoleEndpoint("token", () => Keys(1)).Find(authorization));
    }

    [Fact]
    public void Each_endpoint_has_a_token_of_its_own()
    {
        Assert.NotEqual(RoleEndpoint.Create(() => Keys(1)).Token, RoleEndpoint.Create(() => Keys(1)).Token);
    }

    [Fact]
    public void Keys_in_an_environment_outlive_the_last_invocation_of_the_oldest_sandbox()
    {
        var oldestSandbox = TimeSpan.FromHours(11);
        var longestInvocation = TimeSpan.FromSeconds(900);

        Assert.True(RoleSessions.Life > oldestSandbox + longestInvocation);
        Assert.True(new PoolOptions().MaxAge <= oldestSandbox);
        Assert.NotEmpty(new Goldcrest.Server.Hosting.GoldcrestOptions { MaxSandboxAge = oldestSandbox + TimeSpan.FromSeconds(1) }.Validate());
        Assert.True(RoleSessions.Life <= NodeCredentials.MaxLifetime);
    }

    private static Credential Keys(int number) => new()
    {
        AccessKeyId = $"ASIA{number}",
        Secret = "secret",
        SessionToken = "session",
        Account = "000000000000",
        PrincipalArn = "arn",
        Expires = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
