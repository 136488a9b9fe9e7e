using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.Core.EventSources;
using Goldcrest.Server.EventSources;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Tests.Identity;
using Goldcrest.Tests.Wire;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Tests.EventSources;

/// <summary>The five operations behind the real wire, over a store in memory. Changes settle when the test says so.</summary>
internal sealed class MappingDesk
{
    public const string Path = "/2015-03-31/event-source-mappings";
    public const string Queue = "arn:aws:sqs:us-east-1:000000000000:orders";
    public const string Stream = "arn:aws:kinesis:us-east-1:000000000000:stream/clicks";
    public const string FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

    private readonly ServiceProvider _services;

    public MappingDesk()
    {
        Catalog = new EventSourceCatalog(Store);
        _services = new ServiceCollection()
            .AddSingleton<ICreateEventSourceMappingHandler>(new MappingWrites(Catalog, Functions, Clock))
            .AddSingleton<IUpdateEventSourceMappingHandler>(new MappingWrites(Catalog, Functions, Clock))
            .AddSingleton<IDeleteEventSourceMappingHandler>(new MappingWrites(Catalog, Functions, Clock))
            .AddSingleton<IGetEventSourceMappingHandler>(new MappingReads(Catalog))
            .AddSingleton<IListEventSourceMappingsHandler>(new MappingReads(Catalog))
            .AddSingleton<ITaggables>(new MappingTags(Catalog))
            .AddTags()
            .BuildServiceProvider();
    }

    public HandClock Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));

    public FunctionsOnHand Functions { get; } = new();

    public InMemoryRecords<MappingKey, EventSourceMapping> Store { get; } = new(mapping => mapping.Key);

    public EventSourceCatalog Catalog { get; }

    public static MappingKey Key(string uuid) => new(LambdaCall.Context.Account, LambdaCall.Context.Region, uuid);

    public Task<WireResponse> SendAsync(string method, string target, string body = "") =>
        LambdaCall.SendAsync(_services, method, target, Encoding.UTF8.GetBytes(body));

    /// <returns>The answer of an operation that succeeds.</returns>
    public async Task<JsonObject> DoAsync(string method, string target, string body = "")
    {
        var response = await SendAsync(method, target, body);

        Assert.True(response.Status is 200 or 202, LambdaCall.Text(response));
        return JsonNode.Parse(response.Body.Span)!.AsObject();
    }

    public Task<JsonObject> CreateAsync(string body) => DoAsync("POST", Path, body);

    /// <returns>The UUID of a mapping that is in force.</returns>
    public async Task<string> MakeAsync(string body)
    {
        var uuid = (string)(await CreateAsync(body))["UUID"]!;
        await SettleAsync();
        return uuid;
    }

    /// <returns>Code and text of a refusal.</returns>
    public async Task<(int Status, string? Code, string? Text)> RefusedAsync(string method, string target, string body = "")
    {
        var response = await SendAsync(method, target, body);
        var error = JsonNode.Parse(response.Body.Span)!.AsObject();
        return (response.Status, LambdaCall.ErrorType(response), (string?)(error["message"] ?? error["Message"]));
    }

    public async Task<string?> RefusedCreateAsync(string body)
    {
        var (status, code, text) = await RefusedAsync("POST", Path, body);

        Assert.Equal((400, "InvalidParameterValueException"), (status, code));
        return text;
    }

    public async Task SettleAsync()
    {
        foreach (var mapping in Catalog.All.Where(mapping => MappingLifecycle.IsSettling(mapping.Phase)))
        {
            await Catalog.ChangeAsync(
                mapping.Key, mapping.Source, now => new RecordChange<EventSourceMapping, bool>(true, Save: true, now!.Settle()), CancellationToken.None);
        }
    }
}
