using System.Globalization;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Errors;

/// <summary>What the cases of refusals share: a region of their own on the shared server, and in it a function, a layer and what hangs on them.</summary>
public sealed class RefusalStage(SharedServer shared) : IAsyncLifetime
{
    internal const string Region = "ap-southeast-3";
    internal const string Account = "000000000000";
    internal const string MappingsPath = "/2015-03-31/event-source-mappings";
    internal const string LayersPath = "/2018-10-31/layers";
    internal const string Role = "arn:aws:iam::000000000000:role/r";

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];
    private int _count;
    private LambdaCaller? _caller;

    /// <summary>Two versions that differ, and the alias <c>live</c> of the first.</summary>
    internal string Function { get; private set; } = "";

    /// <summary>Versions 1 and 2; the first has a policy with the statement <c>s1</c>.</summary>
    internal string Layer { get; private set; } = "";

    internal LambdaCaller Caller => _caller!;

    public async ValueTask InitializeAsync()
    {
        var server = await shared.GetAsync();
        var variables = server.ClientVariables;
        _caller = new LambdaCaller(server.Endpoint, variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], Region);
        Function = await MakeFunctionAsync(versions: 2);
        (await PostAsync($"{At(Function)}/aliases", new { Name = "live", FunctionVersion = "1" })).Ok();
        Layer = NewName();
        for (var number = 1; number <= 2; number++)
        {
            (await PostAsync($"{LayersPath}/{Layer}/versions", new { Content = new { ZipFile = LambdaCaller.Zip("layer") } })).Ok();
        }

        (await PostAsync($"{LayersPath}/{Layer}/versions/1/policy", new { StatementId = "s1", Action = "lambda:GetLayerVersion", Principal = "*" })).Ok();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The path of a function.</summary>
    internal static string At(string function) => $"{LambdaCaller.Functions}/{Uri.EscapeDataString(function)}";

    internal static string FunctionArn(string function) => $"arn:aws:lambda:{Region}:{Account}:function:{function}";

    internal string LayerArn(string suffix = "") => $"arn:aws:lambda:{Region}:{Account}:layer:{Layer}{suffix}";

    /// <summary>A name that nothing has yet.</summary>
    internal string NewName() => string.Create(CultureInfo.InvariantCulture, $"refusal-{_run}-{_count++}");

    /// <summary>A function that is active and has as many versions, each with code of its own.</summary>
    internal async Task<string> MakeFunctionAsync(int versions = 0)
    {
        var name = NewName();
        (await Caller.CreateAsync(name, LambdaCaller.Zip("0"))).Ok();
        await Caller.SettleAsync(name);
        for (var number = 1; number <= versions; number++)
        {
            (await Caller.UpdateCodeAsync(name, LambdaCaller.Zip($"{number}"), publish: true)).Ok();
            await Caller.SettleAsync(name);
        }

        return name;
    }

    /// <summary>A function of a container image that is active.</summary>
    internal async Task<string> MakeImageFunctionAsync()
    {
        var name = NewName();
        (await PostAsync(LambdaCaller.Functions, new { FunctionName = name, PackageType = "Image", Role, Code = new { ImageUri = "registry.example/image:latest" } })).Ok();
        await Caller.SettleAsync(name);
        return name;
    }

    /// <summary>CreateFunction with one member that is not right.</summary>
    internal Task<LambdaAnswer> CreateWithAsync(string member, object value) => Caller.CreateAsync(NewName(), LambdaCaller.Zip("0"), (member, value));

    internal Task<LambdaAnswer> GetAsync(string target) => Caller.SendAsync("GET", target);

    internal Task<LambdaAnswer> DeleteAsync(string target) => Caller.SendAsync("DELETE", target);

    internal Task<LambdaAnswer> PostAsync(string target, object body) => Caller.SendAsync("POST", target, body);

    internal Task<LambdaAnswer> PutAsync(string target, object body) => Caller.SendAsync("PUT", target, body);

    /// <summary>What no function of the region has reserved.</summary>
    internal async Task<int> UnreservedAsync() => (await GetAsync("/2016-08-19/account-settings")).Ok().Body
        .GetProperty("AccountLimit").GetProperty("UnreservedConcurrentExecutions").GetInt32();
}
