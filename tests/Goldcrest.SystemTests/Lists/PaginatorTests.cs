using System.Text.Json;
using Goldcrest.SystemTests.Clients;
using Xunit;

namespace Goldcrest.SystemTests.Lists;

/// <summary>Every paginator of the model, walked by the SDK for JavaScript.</summary>
[Collection<SharedLists>]
public sealed class PaginatorTests(ListStage stage)
{
    /// <summary>Answered with 501: docs/limits.md.</summary>
    private static readonly string[] Unserved =
    [
        "GetDurableExecutionHistory", "GetDurableExecutionState", "ListCapacityProviders", "ListDurableExecutionsByFunction",
        "ListFunctionVersionsByCapacityProvider",
    ];

    [Fact]
    public async Task Pages_of_one_of_the_default_and_of_the_maximum_hold_every_item_once_and_in_order()
    {
        var walks = stage.Cases.SelectMany(one => new int?[] { 1, null, one.Value.Max }.Select(size => (Name: one.Key, List: one.Value, Size: size))).ToArray();
        using var files = new TemporaryFiles();
        var jobs = files.Add(JsonSerializer.SerializeToUtf8Bytes(
            walks.Select(walk => new { paginator = walk.List.Paginator, input = walk.List.Input, pageSize = walk.Size, key = walk.List.Key, id = walk.List.Id })));

        var found = (await ClientProgram.RunAsync(ClientProgram.JavaScript, "lists", stage.Variables, jobs)).Deserialize<string[][][]>()!;

        Assert.Equal(walks.Length, found.Length);
        foreach (var (walk, pages) in walks.Zip(found))
        {
            var wanted = walk.List.Pages(walk.Size).DefaultIfEmpty([]);
            Assert.True(wanted.Select(page => string.Join(' ', page)).SequenceEqual(pages.Select(page => string.Join(' ', page))), $"{walk.Name} {walk.Size}: {JsonSerializer.Serialize(pages)}");
        }
    }

    [Fact]
    public void Every_paginator_of_the_model_is_walked()
    {
        using var model = JsonDocument.Parse(File.ReadAllBytes(SourceTree.PathOf("src/Goldcrest.Wire/Models/lambda-api.json")));

        var paginators = model.RootElement.GetProperty("paginators").EnumerateObject().Select(paginator => paginator.Name);

        Assert.Equal(paginators.Except(Unserved).Order(), stage.Cases.Values.Select(one => one.Operation).Distinct().Order());
    }
}
