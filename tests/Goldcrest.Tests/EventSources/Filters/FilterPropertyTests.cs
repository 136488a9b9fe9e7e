using System.Text;
using System.Text.Json;
using Goldcrest.Core.EventSources.Filters;

namespace Goldcrest.Tests.EventSources.Filters;

public sealed class FilterPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c", "$or", "prefix"];
    private static readonly string[] Values = ["\"x\"", "\"xy\"", "\"\"", "1", "1.0", "-5e9", "true", "null"];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"$or\"", "\"prefix\"", "\"numeric\"", "\"anything-but\"", "\"exists\"", "\">\"", "\"<\"",
        "true", "false", "null", "1", "1e400", "\"\\ud800\"", "\"x\"", "\ud800", " ",
    ];

    [Fact]
    public void No_random_text_makes_reading_or_matching_throw()
    {
        var random = new Random(20261121);
        using var record = JsonDocument.Parse("""{"a":[{"$or":1},"x"],"prefix":"\ud800"}""");
        var patterns = 0;

        for (var i = 0; i < 30_000; i++)
        {
            var scraps = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var filter = FilterPattern.TryParse(random.Next(2) == 0 ? scraps : $"{{\"a\":[{scraps}]}}");

            patterns += filter is null ? 0 : 1;
            _ = filter?.Matches(record.RootElement);
        }

        Assert.InRange(patterns, 100, 30_000);
    }

    [Fact]
    public void A_pattern_made_from_a_record_lets_the_record_pass_and_none_that_lacks_one_of_its_values()
    {
        var random = new Random(20261122);

        for (var i = 0; i < 2_000; i++)
        {
            var fields = Enumerable.Range(0, 1 + random.Next(4)).Select(index => (Name: $"f{index}", Value: Values[random.Next(Values.Length)])).ToList();
            var filter = FilterPattern.TryParse(Json(fields, value => $"[{value}]"));
            using var same = JsonDocument.Parse(Json(fields, value => value));
            using var less = JsonDocument.Parse(Json(fields.Skip(1), value => value));

            Assert.NotNull(filter);
            Assert.True(filter.Matches(same.RootElement));
            Assert.False(filter.Matches(less.RootElement));
        }
    }

    [Fact]
    public void An_exclusion_is_the_opposite_of_its_value_wherever_a_single_value_lies()
    {
        var random = new Random(20261123);
        string[] texts = ["\"x\"", "\"xy\"", "\"\"", "\"X\""];

        for (var i = 0; i < 2_000; i++)
        {
            var wanted = texts[random.Next(texts.Length)];
            using var record = JsonDocument.Parse($$"""{"a":{{Values[random.Next(Values.Length)]}}}""");
            var equals = FilterPattern.TryParse($$"""{"a":[{{wanted}}]}""")!;
            var excludes = FilterPattern.TryParse($$"""{"a":[{"anything-but":[{{wanted}}]}]}""")!;

            Assert.NotEqual(equals.Matches(record.RootElement), excludes.Matches(record.RootElement));
        }
    }

    [Fact]
    public void Alternatives_pass_what_one_of_them_passes()
    {
        var random = new Random(20261124);

        for (var i = 0; i < 5_000; i++)
        {
            var (one, other) = (Branch(random), Branch(random));
            using var record = JsonDocument.Parse(Json(Names.Take(3).Where(_ => random.Next(2) == 0).Select(name => (name, Values[random.Next(Values.Length)])), value => value));
            var either = FilterPattern.TryParse($$"""{"$or":[{{one}},{{other}}]}""")!;

            var passes = FilterPattern.TryParse(one)!.Matches(record.RootElement) || FilterPattern.TryParse(other)!.Matches(record.RootElement);

            Assert.Equal(passes, either.Matches(record.RootElement));
        }
    }

    private static string Branch(Random random) =>
        Json([(Names[random.Next(3)], random.Next(4) == 0 ? """{"exists":false}""" : Values[random.Next(Values.Length)])], value => $"[{value}]");

    private static string Json(IEnumerable<(string Name, string Value)> fields, Func<string, string> write)
    {
        var text = new StringBuilder("{");
        text.AppendJoin(',', fields.Select(field => $"\"{field.Name}\":{write(field.Value)}"));
        return text.Append('}').ToString();
    }
}
