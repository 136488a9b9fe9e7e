using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Goldcrest.Tests.Malformed;

/// <summary>Texts that a shape allows, many of which name something that is there.</summary>
internal static class GoodTexts
{
    private const string Lambda = "arn:aws:lambda:us-east-1:000000000000";

    private static readonly string[] Candidates =
    [
        "f0", "f0", "f1", "f1", "f2", "missing", "f0:1", $"{Lambda}:function:f0", $"{Lambda}:function:f1", $"{Lambda}:function:f1:1", $"{Lambda}:function:f0:live",
        "1", "2", "$LATEST", "live", "next", "s1", "s2", "l", "m.handler", "python3.12", "lambda:InvokeFunction", "lambda:GetLayerVersion",
        $"{Lambda}:layer:l", $"{Lambda}:layer:l:1", $"{Lambda}:code-signing-config:csc-0123456789abcdef0", $"{Lambda}:capacity-provider:c",
        $"{Lambda}:event-source-mapping:12345678-1234-1234-1234-123456789012", "arn:aws:iam::000000000000:role/r",
        "arn:aws:sqs:us-east-1:000000000000:q", "arn:aws:kinesis:us-east-1:000000000000:stream/s", "arn:aws:sns:us-east-1:000000000000:t",
        "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-01-01T00:00:00.000", "arn:aws:s3:::b",
        "arn:aws:kafka:us-east-1:000000000000:cluster/c/12345678-1234-1234-1234-123456789012-1", "arn:aws:mq:us-east-1:000000000000:broker:b:b-1234",
        "arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012", "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/abcdefghij",
        "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0", "arn:aws:secretsmanager:us-east-1:000000000000:secret:s",
        "/mnt/data", "subnet-0123456789abcdef0", "sg-0123456789abcdef0", "sns.amazonaws.com", "111111111111", "*", "o-a1b2c3d4e5", "https://example.com", "GET",
        "x-a", "12345678-1234-1234-1234-123456789012", "topic", "AA", "kafka:9092", """{"body":["a"]}""", "/aws/lambda/f0", "a", "", "0000000000000000",
        $"{Lambda}:function:f0:1/durable-execution/e/12345678", "csc-0123456789abcdef0", "us-east-1",
        "arn:aws:lambda:us-east-1::runtime:0123456789012345678901234567890123456789012345678901234567890123",
    ];

    /// <summary>Shapes whose patterns only the service knows, not the model.</summary>
    private static readonly Dictionary<string, string> Narrower = new() { ["SubnetId"] = "subnet-0123456789abcdef0", ["SecurityGroupId"] = "sg-0123456789abcdef0" };

    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Known = new();

    /// <returns>At least one; where nothing fits, a letter.</returns>
    public static IReadOnlyList<string> For(ModelShape shape) => Known.GetOrAdd(shape.Name, static name => Find(new ModelShape(name)));

    private static IReadOnlyList<string> Find(ModelShape shape)
    {
        if (Narrower.TryGetValue(shape.Name, out var only))
        {
            return [only];
        }

        if (shape.Values is { Count: > 0 } values)
        {
            return values;
        }

        var pattern = shape.Pattern is { } given ? new Regex($"^(?:{given})$", RegexOptions.None, TimeSpan.FromSeconds(5)) : null;
        var fitting = Candidates.Where(text =>
            text.Length >= (shape.Min ?? 0) && text.Length <= (shape.Max ?? int.MaxValue) && pattern?.IsMatch(text) != false).ToList();
        return fitting.Count > 0 ? fitting : ["a"];
    }
}
