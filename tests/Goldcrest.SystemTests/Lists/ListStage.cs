using System.Globalization;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Lists;

/// <summary>More of everything than a page holds, in a region of its own on the shared server.</summary>
public sealed class ListStage(SharedServer sharedServer) : IAsyncLifetime
{
    private const string Region = "eu-south-1";
    private const string Function = "listed-00";
    private const int Many = 52;
    private const int ManyMappings = 103;
    private const string Arn = $"arn:aws:lambda:{Region}:000000000000:function:";
    private const string Configs = "/2020-04-22/code-signing-configs";

    /// <summary>By the operation's name, with a word behind it where it is listed in more than one way.</summary>
    internal IReadOnlyDictionary<string, ListCase> Cases { get; private set; } = new Dictionary<string, ListCase>();

    internal LambdaCaller Caller { get; private set; } = null!;

    internal IReadOnlyDictionary<string, string> Variables { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var server = await sharedServer.GetAsync();
        var keys = server.ClientVariables;
        Variables = server.Variables(keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"], Region);
        Caller = new LambdaCaller(server.Endpoint, keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"], Region);
        await MakeAllAsync(number => Caller.CreateAsync($"listed-{number:00}", LambdaCaller.Zip("listed")));
        await MakeVersionsAsync();
        await MakeAllAsync(number => PostAsync($"{At}/aliases", new { Name = Alias(number), FunctionVersion = $"{number + 1}" }));
        await MakeAllAsync(number => Caller.SendAsync("PUT", $"/2019-09-30/functions/{Function}/provisioned-concurrency?Qualifier={Alias(number)}", new { ProvisionedConcurrentExecutions = 1 }));
        await MakeAllAsync(number => Caller.SendAsync("PUT", $"/2019-09-25/functions/{Function}/event-invoke-config?Qualifier={Alias(number)}", new { MaximumRetryAttempts = 1 }));
        await MakeAllAsync(number => PostAsync($"/2021-10-31/functions/{Function}/url?Qualifier={Alias(number)}", new { AuthType = "NONE" }));
        await MakeAllAsync(number => PostAsync($"/2018-10-31/layers/layer-{number:00}/versions", Layer(number % 2 == 0)));
        for (var number = 1; number < Many; number++)
        {
            (await PostAsync("/2018-10-31/layers/layer-00/versions", Layer(number % 2 == 0))).Ok();
        }

        var mappings = await MakeAllAsync(number => PostAsync("/2015-03-31/event-source-mappings", new { FunctionName = "listed-01", EventSourceArn = Queue(number) }), ManyMappings);
        var shared = (await PostAsync("/2015-03-31/event-source-mappings", new { FunctionName = "listed-02", EventSourceArn = Queue(0) })).Ok().Find("UUID")!;
        var configs = await MakeAllAsync(_ => PostAsync(Configs, new { AllowedPublishers = new { SigningProfileVersionArns = new[] { $"arn:aws:signer:{Region}:000000000000:/signing-profiles/p/abcdefghij" } } }));
        var configArns = Sorted(configs.Select(config => config.Body.GetProperty("CodeSigningConfig").GetProperty("CodeSigningConfigArn").GetString()!));
        await MakeAllAsync(number => Caller.SendAsync("PUT", $"/2020-06-30/functions/listed-{number:00}/code-signing-config", new { CodeSigningConfigArn = configArns[0] }));
        var uuids = mappings.Select(mapping => mapping.Find("UUID")!).ToArray();
        Cases = Tell(Sorted(uuids), Sorted([uuids[0], shared]), configArns);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string At => $"{LambdaCaller.Functions}/{Function}";

    private static string[] Numbered(string form) => [.. Enumerable.Range(0, Many).Select(number => string.Format(CultureInfo.InvariantCulture, form, number))];

    private static string[] Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal)];

    private static string Alias(int number) => $"alias-{number:00}";

    private static string Queue(int number) => $"arn:aws:sqs:{Region}:000000000000:queue-{number}";

    private static object Layer(bool isEven) => new
    {
        Content = new { ZipFile = LambdaCaller.Zip("layer") },
        CompatibleRuntimes = new[] { isEven ? "python3.12" : "nodejs20.x" },
        CompatibleArchitectures = new[] { "x86_64" },
    };

    private static Dictionary<string, ListCase> Tell(string[] mappings, string[] sharing, string[] configs)
    {
        string[] versions = ["$LATEST", .. Enumerable.Range(1, Many).Select(number => $"{number}")];
        string[] newestFirst = [.. Enumerable.Range(1, Many).Reverse().Select(number => $"{number}")];
        string[] even = [.. Numbered("layer-{0:00}").Where((_, number) => number % 2 == 0)];
        string[] all = [.. versions.Select(version => $"{Arn}{Function}:{version}"), .. Numbered(Arn + "listed-{0:00}:$LATEST")[1..]];
        var (named, layer) = (new { FunctionName = Function }, new { LayerName = "layer-00" });
        ListCase[] cases =
        [
            new("ListFunctions", new { }, $"{LambdaCaller.Functions}?", "Functions", "FunctionName", Numbered("listed-{0:00}"), 50, 10_000, 50),
            new("ListVersionsByFunction", named, $"{At}/versions?", "Versions", "Version", versions, 50, 10_000, 50),
            new("ListAliases", named, $"{At}/aliases?", "Aliases", "Name", Numbered("alias-{0:00}"), 50, 10_000, 10_000),
            new("ListFunctionEventInvokeConfigs", named, $"/2019-09-25/functions/{Function}/event-invoke-config/list?", "FunctionEventInvokeConfigs", "FunctionArn", Numbered($"{Arn}{Function}:alias-{{0:00}}"), 50, 50, 50),
            new("ListProvisionedConcurrencyConfigs", named, $"/2019-09-30/functions/{Function}/provisioned-concurrency?List=ALL&", "ProvisionedConcurrencyConfigs", "FunctionArn", Numbered($"{Arn}{Function}:alias-{{0:00}}"), 50, 50, 50),
            new("ListFunctionUrlConfigs", named, $"/2021-10-31/functions/{Function}/urls?", "FunctionUrlConfigs", "FunctionArn", Numbered($"{Arn}{Function}:alias-{{0:00}}"), 50, 50, 50),
            new("ListLayers", new { }, "/2018-10-31/layers?", "Layers", "LayerName", Numbered("layer-{0:00}"), 50, 50, 50),
            new("ListLayerVersions", layer, "/2018-10-31/layers/layer-00/versions?", "LayerVersions", "Version", newestFirst, 50, 50, 50),
            new("ListEventSourceMappings", new { FunctionName = "listed-01" }, "/2015-03-31/event-source-mappings?FunctionName=listed-01&", "EventSourceMappings", "UUID", mappings, 100, 10_000, 100),
            new("ListCodeSigningConfigs", new { }, $"{Configs}?", "CodeSigningConfigs", "CodeSigningConfigArn", configs, 50, 10_000, 10_000),
            new("ListFunctionsByCodeSigningConfig", new { CodeSigningConfigArn = configs[0] }, $"{Configs}/{Uri.EscapeDataString(configs[0])}/functions?", "FunctionArns", "", Numbered(Arn + "listed-{0:00}"), 50, 10_000, 10_000),
        ];
        return cases.ToDictionary(one => one.Operation)
            .Append(KeyValuePair.Create("ListFunctions of all versions", new ListCase("ListFunctions", new { FunctionVersion = "ALL", MasterRegion = "ALL" }, $"{LambdaCaller.Functions}?FunctionVersion=ALL&MasterRegion=ALL&", "Functions", "FunctionArn", all, 50, 10_000, 50)))
            .Append(KeyValuePair.Create("ListAliases of a version", new ListCase("ListAliases", new { FunctionName = Function, FunctionVersion = "3" }, $"{At}/aliases?FunctionVersion=3&", "Aliases", "Name", ["alias-02"], 50, 10_000, 10_000)))
            .Append(KeyValuePair.Create("ListLayers for a runtime", new ListCase("ListLayers", new { CompatibleRuntime = "python3.12", CompatibleArchitecture = "x86_64" }, "/2018-10-31/layers?CompatibleRuntime=python3.12&", "Layers", "LayerName", even, 50, 50, 50)))
            .Append(KeyValuePair.Create("ListLayers for an architecture", new ListCase("ListLayers", new { CompatibleArchitecture = "arm64" }, "/2018-10-31/layers?CompatibleArchitecture=arm64&", "Layers", "LayerName", [], 50, 50, 50)))
            .Append(KeyValuePair.Create("ListLayerVersions for a runtime", new ListCase("ListLayerVersions", new { LayerName = "layer-00", CompatibleRuntime = "nodejs20.x" }, "/2018-10-31/layers/layer-00/versions?CompatibleRuntime=nodejs20.x&", "LayerVersions", "Version", [.. newestFirst.Where(number => number[^1] % 2 == 0)], 50, 50, 50)))
            .Append(KeyValuePair.Create("ListEventSourceMappings of a source", new ListCase("ListEventSourceMappings", new { EventSourceArn = Queue(0) }, $"/2015-03-31/event-source-mappings?EventSourceArn={Uri.EscapeDataString(Queue(0))}&", "EventSourceMappings", "UUID", sharing, 100, 10_000, 100)))
            .ToDictionary();
    }

    private Task<LambdaAnswer> PostAsync(string target, object body) => Caller.SendAsync("POST", target, body);

    private static async Task<LambdaAnswer[]> MakeAllAsync(Func<int, Task<LambdaAnswer>> make, int count = Many)
    {
        var made = new LambdaAnswer[count];
        await Parallel.ForAsync(0, count, async (number, _) => made[number] = (await make(number)).Ok());
        return made;
    }

    /// <summary>Each with a description of its own, or it would be the version before.</summary>
    private async Task MakeVersionsAsync()
    {
        for (var number = 1; number <= Many; number++)
        {
            await Caller.SettleAsync(Function);
            (await Caller.SendAsync("PUT", $"{At}/configuration", new { Description = $"{number}" })).Ok();
            await Caller.SettleAsync(Function);
            (await PostAsync($"{At}/versions", new { })).Ok();
        }
    }
}
