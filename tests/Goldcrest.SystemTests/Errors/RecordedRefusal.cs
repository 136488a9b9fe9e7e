using System.Text.Json;
using System.Text.RegularExpressions;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Xunit;

namespace Goldcrest.SystemTests.Errors;

/// <summary>One row of what AWS was seen to answer.</summary>
/// <param name="Operation">The one that is called to provoke it.</param>
/// <param name="Type">The body's <c>Type</c>; null when it has none.</param>
/// <param name="Member">The body's member that holds the text; null when the recording does not say.</param>
/// <param name="Text">With blanks in angle brackets; null when there was no text.</param>
internal sealed partial record RecordedRefusal(string Id, string Operation, int Status, string Code, string? Type, string? Member, string? Text)
{
    /// <summary>Blanks that the service fills as it likes, and what may stand there. All others are for the case to fill.</summary>
    private static readonly Dictionary<string, string> FreeBlanks = new()
    {
        ["<pattern>"] = ".+?",
        ["<the values>"] = "[a-zA-Z0-9_., -]+",
        ["<uuid>"] = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    };

    /// <summary>All rows, in the order of the fixture.</summary>
    public static IReadOnlyList<RecordedRefusal> ReadAll()
    {
        using var fixture = JsonDocument.Parse(File.ReadAllBytes(SourceTree.PathOf("tests/fixtures/errors/recorded.json")));
        return fixture.RootElement.GetProperty("rows").Deserialize<RecordedRefusal[]>(JsonSerializerOptions.Web)!;
    }

    /// <param name="blanks">What stands in the blanks that the case has to fill, in their order.</param>
    public void AssertIs(LambdaAnswer answer, IReadOnlyList<string> blanks)
    {
        Assert.Equal((Status, Code), (answer.Status, answer.ErrorType));
        Assert.Equal(Type, answer.Find("Type"));
        var spellings = new[] { "message", "Message" }.Where(member => answer.Find(member) is not null).ToArray();
        if (Text is null)
        {
            Assert.Empty(spellings);
            return;
        }

        var spelling = Assert.Single(spellings);
        Assert.Equal(Member ?? spelling, spelling);
        Assert.True(Regex.IsMatch(answer.Find(spelling)!, Pattern(blanks)), $"Recorded: {Text}\nAnswered: {answer.Find(spelling)}");
    }

    private string Pattern(IReadOnlyList<string> blanks)
    {
        var filled = 0;
        var pattern = Blank().Replace(Regex.Escape(Text!), blank =>
        {
            var name = Regex.Unescape(blank.Value);
            return FreeBlanks.TryGetValue(name, out var free) ? free : filled < blanks.Count ? Regex.Escape(blanks[filled++]) : throw new ArgumentException($"Nothing fills {name}.");
        });
        Assert.Equal(blanks.Count, filled);
        return $@"\A(?s:{pattern})\z";
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Blank();
}
