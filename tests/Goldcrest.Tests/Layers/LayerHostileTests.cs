using System.Text;
using Goldcrest.Tests.Storage;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.Layers;

/// <summary>Whatever is sent, the answer is one of the client's faults: never a fault of ours, never a layer that nobody meant.</summary>
public sealed class LayerHostileTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("%2e%2e%2f%2e%2e")]
    [InlineData("a%00b")]
    [InlineData("a%0Ab")]
    [InlineData("a'%20OR%20'1'='1")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a:1")]
    [InlineData("arn%3Aaws%3Alambda%3A%3A000000000000%3Alayer%3Aa")]
    public async Task A_name_that_is_none_is_refused_everywhere(string name)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        (string, string, object?)[] calls =
        [
            ("POST", "versions", new { Content = new { ZipFile = LayerNode.Zip() } }),
            ("GET", "versions", null),
            ("GET", "versions/1", null),
            ("DELETE", "versions/1", null),
            ("GET", "versions/1/policy", null),
        ];

        foreach (var (method, rest, body) in calls)
        {
            var response = await node.SendAsync(method, $"/2018-10-31/layers/{name}/{rest}", body);
            Assert.Equal((400, "ValidationException"), (response.Status, LambdaCall.ErrorType(response)));
        }

        Assert.Empty(node.Catalog.List("000000000000", "us-east-1"));
    }

    [Theory]
    [InlineData("9223372036854775807", 404)]
    [InlineData("9223372036854775808", 400)]
    [InlineData("99999999999999999999999999999999", 400)]
    [InlineData("-9223372036854775808", 400)]
    [InlineData("1e3", 400)]
    [InlineData("%201", 400)]
    [InlineData("one", 400)]
    [InlineData("NaN", 400)]
    public async Task A_number_that_is_none_is_refused(string number, int status)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        Assert.Equal(status, (await node.SendAsync("GET", $"/2018-10-31/layers/l/versions/{number}")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("%00")]
    [InlineData("%FF%FE")]
    [InlineData("QUJD")]
    [InlineData("OTIyMzM3MjAzNjg1NDc3NTgwOQ==")]
    public async Task A_marker_that_nobody_gave_out_is_refused(string marker)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        foreach (var target in new[] { $"/2018-10-31/layers?Marker={marker}", $"/2018-10-31/layers/l/versions?Marker={marker}" })
        {
            await node.AssertRefusedAsync(400, "InvalidParameterValueException", "Invalid pagination key.", "GET", target);
        }
    }

    [Fact]
    public async Task Statements_cannot_break_out_of_the_policy()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        object[] grants =
        [
            new { StatementId = "a\",\"Effect\":\"Deny", Action = "lambda:GetLayerVersion", Principal = "*" },
            new { StatementId = "s", Action = "lambda:GetLayerVersion\n", Principal = "*" },
            new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = "1111111111111" },
            new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = "arn:aws:iam::111111111111:root\"}" },
            new { StatementId = "s", Action = "lambda:GetLayerVersion", Principal = "*", OrganizationId = "o-\"}}" },
            new { StatementId = new string('s', 101), Action = "lambda:GetLayerVersion", Principal = "*" },
        ];

        foreach (var grant in grants)
        {
            var response = await node.SendAsync("POST", "/2018-10-31/layers/l/versions/1/policy", grant);
            Assert.Equal((400, "ValidationException"), (response.Status, LambdaCall.ErrorType(response)));
        }
    }

    [Fact]
    public async Task Random_requests_are_the_client_s_fault()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        var random = new Random(20_251_125);
        string[] methods = ["GET", "POST", "DELETE"];
        string[] pieces = ["a", "l", "1", "0", "-1", "policy", "versions", "%2F", "%00", "%", "arn:aws:lambda:us-east-1:000000000000:layer:l", ":", "é", "9999999999999999999", "s1"];
        string[] values = ["null", "1", "\"x\"", "[]", "{}", "true", "1e999", "\"\\ud800\"", "{\"ZipFile\":1}", "{\"ZipFile\":\"QUJD\"}", "{\"S3Key\":\"k\"}", "[null]", "[[[[[[]]]]]]"];
        string[] members = ["Content", "Description", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo", "StatementId", "Action", "Principal", "OrganizationId", "Unknown"];

        for (var i = 0; i < 5_000; i++)
        {
            var target = "/2018-10-31/layers/" + Pick(pieces) + (random.Next(4) > 0 ? $"/versions/{Pick(pieces)}" : "/versions") + (random.Next(3) == 0 ? "/policy" : "");
            var body = "{" + string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{Pick(members)}\":{Pick(values)}")) + "}";
            var method = Pick(methods);
            if (Goldcrest.Wire.Lambda.LambdaService.Find(method, target, "") is null)
            {
                continue;
            }

            var response = await node.SendAsync(method, target, method == "POST" ? body[..random.Next(body.Length / 2, body.Length + 1)] : null);

            Assert.True(response.Status is < 500 or 501, $"{method} {target} {body}: {Encoding.UTF8.GetString(response.Body.Span)}");
        }

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
