using System.Text;
using Goldcrest.Tests.Code;
using Goldcrest.Tests.Hosting;

namespace Goldcrest.Tests.Malformed;

/// <summary>
/// Requests for every operation of the model, wrong in one or several ways, and now and then right, so that what they act on changes. The same number
/// makes the same request.
/// </summary>
internal static class SpoiltRequests
{
    private static readonly byte[][] Zips =
    [
        .. Enumerable.Range(0, 3).Select(number => new RawZip(new RawEntry("m.py", $"x = {number}")).ToBytes()),
        "no zip"u8.ToArray(), [], "PK\u0005\u0006"u8.ToArray(),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "get", "X"];

    private static readonly string[] BadLabels =
    [
        "%", "%2", "%zz", "%00", "%2F", "%2f..%2f", "%c0%af", "%ed%a0%80", "%ff", "..", ".", "%2e%2e", "a%20b", "+", "a;b", "a,b", "~", "%F0%9F%98%80", "-1", "0", "99999999999",
        "9223372036854775808", "1.5", "$LATEST", "%24LATEST", "null", "{FunctionName}", "arn:aws:lambda", "::::::", "%25", "*", "'", "(", "f0:f0:f0",
    ];

    private static readonly string[] BadQueries =
    [
        "", "&", "&&=", "=", "a", "a=b=c", "MaxItems=0", "MaxItems=-1", "MaxItems=abc", "MaxItems=99999999999", "MaxItems=1&MaxItems=2", "MaxItems=", "MaxItems=1.0",
        "Marker=", "Marker=%", "Marker=%00", "Marker=AAAA", "Marker=%ff", "Marker=////", "Qualifier=", "Qualifier=%00", "Qualifier=%", "tagKeys=&tagKeys=", "%", "%00=%00",
        "List=ALL", "find=LayerVersion", "List=ALL&List=ALL", "X-Amz-Signature=x", "RevisionId=", "Arn=", "Arn=arn", "FunctionVersion=", "FunctionVersion=x", "?", "a=%zz",
    ];

    public static NodeRequest Make(int seed)
    {
        var random = new Random(seed);
        var dice = new Dice(random, random.Next(10) switch { < 2 => 0, < 6 => 12, < 9 => 30, _ => 3 });
        var operation = dice.Of(ModelOperation.All);
        var body = Body(operation, dice);
        return new NodeRequest(dice.Spoils && dice.OneIn(4) ? dice.Of(Methods) : operation.Method, Target(operation, dice), body)
        {
            Headers = [.. Headers(operation, dice)],
        };
    }

    private static string Target(ModelOperation operation, Dice dice)
    {
        var path = new StringBuilder();
        foreach (var segment in operation.Uri.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(segment.StartsWith('{') ? Label(operation.Members.First(member => $"{{{member.WireName}}}" == segment), dice) : segment);
        }

        if (dice.Spoils && dice.OneIn(3))
        {
            path.Append(dice.Of("/", "//", "/x", "/../x", "/%2F", "#x", ";x=y"));
        }

        var query = operation.Uri.Contains('?') ? [operation.Uri.Split('?')[1]] : new List<string>();
        query.AddRange(
            from member in operation.Members
            where member.Location == "querystring" && (member.IsRequired || dice.OneIn(4))
            select $"{member.WireName}={(dice.Spoils ? dice.Of(BadLabels) : Good(member.Shape, dice))}");
        if (dice.Spoils)
        {
            query.Add(dice.Of(BadQueries));
        }

        return query.Count == 0 ? path.ToString() : $"{path}?{string.Join('&', query)}";
    }

    private static string Label(ModelMember member, Dice dice) =>
        !dice.Spoils ? Good(member.Shape, dice)
        : dice.OneIn(8) ? BadValues.Long(dice)
        : dice.OneIn(4) ? string.Concat(dice.Bytes(6).Select(value => $"%{value:x2}"))
        : dice.Of(BadLabels);

    private static string Good(ModelShape shape, Dice dice) => shape.Type switch
    {
        "string" => Uri.EscapeDataString(dice.Of(GoodTexts.For(shape))),
        "list" => Good(shape.Item, dice),
        "boolean" => dice.Of("true", "false"),
        "timestamp" => "2026-01-01T00%3A00%3A00Z",
        "integer" or "long" => dice.Of("1", "2", BodyWriter.NumberOf(shape, dice)),
        _ => "x",
    };

    private static IEnumerable<KeyValuePair<string, string>> Headers(ModelOperation operation, Dice dice)
    {
        foreach (var member in operation.Members.Where(member => member.Location == "header"))
        {
            if (dice.Spoils)
            {
                yield return new(member.WireName, dice.Of("", "x", "Event,RequestResponse", "%00", "e30=", "{}", "!!!!", BadValues.Long(dice)[..60]));
            }
            else if (dice.OneIn(3))
            {
                yield return new(member.WireName, member.WireName == "X-Amz-Client-Context" ? "e30=" : dice.Of(GoodTexts.For(member.Shape)));
            }
        }

        if (dice.Spoils && dice.OneIn(4))
        {
            yield return dice.Of<KeyValuePair<string, string>>(
                new("Content-Type", "text/plain; charset=x"), new("X-Amzn-Trace-Id", "Root=;;;"), new("Content-Encoding", "gzip"), new("Range", "bytes=0-"),
                new("X-Amz-Content-Sha256", "x"), new("Accept", "\"<>"), new("X-Amz-Date", "yesterday"), new("X-Forwarded-For", "%00"));
        }
    }

    private static byte[] Body(ModelOperation operation, Dice dice)
    {
        var body = operation.Payload is not null
            ? Encoding.UTF8.GetBytes(dice.Of("{}", "", "null", "\"x\"", """{"a":[1,2,{"b":null}]}""", "{\"a\":", "\u0001"))
            : operation.Members.Any(member => member.Location is null) ? new BodyWriter(dice, () => dice.Of(Zips)).Write(operation.Members.Where(member => member.Location is null))
            : [];
        return !dice.Spoils ? body : dice.Below(5) switch
        {
            0 => dice.Bytes(dice.Below(200)),
            1 => body[..dice.Below(body.Length + 1)],
            2 => Flipped(body, dice),
            3 => [.. body, .. dice.Of<byte[]>([0], "}"u8.ToArray(), " x"u8.ToArray(), body)],
            _ => [0xef, 0xbb, 0xbf, .. body],
        };
    }

    private static byte[] Flipped(byte[] body, Dice dice)
    {
        for (var count = 1 + dice.Below(4); count > 0 && body.Length > 0; count--)
        {
            body[dice.Below(body.Length)] ^= (byte)(1 << dice.Below(8));
        }

        return body;
    }
}
