using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Wire.Lambda;
using Xunit;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>
/// The life of every kind of resource through the AWS SDK for JavaScript, each whole answer compared with what AWS gives.
/// Fixtures: <c>tests/fixtures/conformance</c>, written from recorded answers and published pages, never from ours.
/// </summary>
public sealed class ConformanceTests(SharedServer shared)
{
    public static TheoryData<string> Kinds => [.. ConformanceFixture.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_kind_of_resource_lives_as_on_aws(string kind)
    {
        var server = await shared.GetAsync();

        var differences = await ConformanceRun.RunAsync(ConformanceFixture.Load(kind), server, TestContext.Current.CancellationToken);

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Fact]
    public void Every_operation_that_is_served_is_part_of_a_life()
    {
        var played = ConformanceFixture.Names.SelectMany(name => ConformanceFixture.Load(name).Steps).Select(step => step.Operation).ToHashSet();

        var left = LambdaService.Operations.Select(operation => operation.Name).Except(UnimplementedOperationTests.NotYet).Except(played);

        Assert.Empty(left);
    }

    [Theory]
    [InlineData("CreateFunction", typeof(CreateFunctionRequest), "CapacityProviderConfig, PublishTo")]
    [InlineData("UpdateFunctionConfiguration", typeof(UpdateFunctionConfigurationRequest), "CapacityProviderConfig")]
    public void Every_setting_that_a_function_can_have_is_part_of_a_life(string operation, Type request, string notYet)
    {
        var granted = ConformanceFixture.Names.SelectMany(name => ConformanceFixture.Load(name).Steps)
            .Where(step => step.Operation == operation && step.Refusal is null)
            .SelectMany(step => step.Parameters.Select(member => member.Key)).ToHashSet();

        var left = request.GetProperties().Select(member => member.Name).Except(granted);

        Assert.Equal(notYet, string.Join(", ", left.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_fixture_has_a_region_of_its_own_and_says_what_it_is_written_from()
    {
        var fixtures = ConformanceFixture.Names.Select(ConformanceFixture.Load).ToList();

        Assert.Equal(fixtures.Count, fixtures.Select(fixture => fixture.Region).Distinct().Count());
        Assert.All(fixtures, fixture => Assert.True(fixture.Sources.Count > 0 && fixture.Date > new DateOnly(2026, 1, 1), fixture.Name));
    }

    [Fact]
    public void No_other_test_works_in_the_region_of_a_fixture()
    {
        var sources = Directory.EnumerateFiles(SourceTree.PathOf("tests/Goldcrest.SystemTests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var regions = ConformanceFixture.Names.Select(name => $"\"{ConformanceFixture.Load(name).Region}\"").ToList();

        var shared = sources.SelectMany(source => regions.Where(source.Contains)).Distinct();

        Assert.Empty(shared);
    }
}
