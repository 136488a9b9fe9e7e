using System.Text.RegularExpressions;
using Goldcrest.SystemTests.Clients;
using Xunit;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Every refusal that AWS was seen to word, provoked on the real server over the wire.</summary>
public sealed class RecordedRefusalTests(RefusalStage stage) : IClassFixture<RefusalStage>
{
    private static readonly IReadOnlyList<RecordedRefusal> Rows = RecordedRefusal.ReadAll();

    private static readonly Dictionary<string, Provoke> Cases = new(
    [
        .. FunctionRefusals.Cases, .. AliasRefusals.Cases, .. ConcurrencyRefusals.Cases, .. LayerRefusals.Cases, .. MappingRefusals.Cases,
        .. AttachedRefusals.Cases, .. PermissionRefusals.Cases, .. InvokeRefusals.Cases,
    ]);

    public static TheoryData<string> CaseIds => [.. Cases.Keys];

    public static TheoryData<string> TestsElsewhere => [.. UncasedRefusals.TestedElsewhere.Values.Distinct()];

    [Theory]
    [MemberData(nameof(CaseIds))]
    public async Task A_recorded_refusal_is_answered_in_its_own_words(string id)
    {
        var row = Rows.Single(row => row.Id == id);

        var provoked = await Cases[id](stage);

        row.AssertIs(provoked.Answer, provoked.Blanks);
    }

    [Fact]
    public void Every_recorded_refusal_has_a_case_or_a_reason_to_have_none()
    {
        string[] known = [.. Cases.Keys, .. UncasedRefusals.TestedElsewhere.Keys, .. UncasedRefusals.Later.Keys];

        Assert.Equal(Rows.Select(row => row.Id).Order(), known.Order());
    }

    [Theory]
    [MemberData(nameof(TestsElsewhere))]
    public void A_test_that_stands_in_for_a_case_exists(string test)
    {
        var (file, method) = (test.Split(' ')[0], test.Split(' ')[1]);

        var source = File.ReadAllText(SourceTree.PathOf($"tests/Goldcrest.SystemTests/{file}.cs"));

        Assert.Matches($@"\[(Fact|Theory)\][^;]+ {Regex.Escape(method)}\(", source);
    }
}
