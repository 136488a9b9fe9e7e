using System.Text.Json;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Images;

/// <summary>A registry, a folder of layouts and a server that knows both, for all tests of images.</summary>
public sealed class ImageStage : IAsyncLifetime
{
    /// <summary>Any registry of AWS's is the registry of the tests.</summary>
    public const string Ecr = "000000000000.dkr.ecr.us-east-1.amazonaws.com";
    public const string Role = "arn:aws:iam::000000000000:role/r";

    private readonly DirectoryInfo _layouts = Directory.CreateTempSubdirectory("goldcrest-layouts-");
    private DebianRegistry? _registry;
    private GoldcrestServer? _server;

    internal DebianRegistry Registry => _registry!;

    internal GoldcrestServer Server => _server!;

    internal string Layouts => _layouts.FullName;

    internal LambdaCaller Caller => LambdaCaller.Root(Server);

    public async ValueTask InitializeAsync()
    {
        _registry = await DebianRegistry.StartAsync();
        _server = await GoldcrestServer.StartAsync(
            dataDirectory: null, "--image-sources", $"ecr=http://{_registry.Authority},disk.example={_layouts.FullName}");
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_registry?.DisposeAsync() ?? ValueTask.CompletedTask);
        _layouts.Delete(recursive: true);
    }

    internal static string NewName() => $"img-{Guid.NewGuid():n}";

    /// <summary>A function of an image, active.</summary>
    internal async Task<string> MakeAsync(string uri, object? imageConfig = null, object? variables = null)
    {
        var name = NewName();
        (await CreateAsync(name, uri, imageConfig, variables)).Ok();
        await Caller.SettleAsync(name);
        return name;
    }

    internal Task<LambdaAnswer> CreateAsync(string name, string uri, object? imageConfig = null, object? variables = null) =>
        Caller.SendAsync("POST", LambdaCaller.Functions, new
        {
            FunctionName = name,
            PackageType = "Image",
            Role,
            Timeout = 60,
            MemorySize = 256,
            Code = new { ImageUri = uri },
            ImageConfig = imageConfig ?? new { },
            Environment = new { Variables = variables ?? new { } },
        });

    internal async Task<JsonElement> InvokeAsync(string name, object? payload = null) =>
        (await Caller.SendAsync("POST", $"{LambdaCaller.Functions}/{name}/invocations", payload ?? new { })).Ok().Body;

    internal async Task DeleteAsync(string name) => (await Caller.SendAsync("DELETE", $"{LambdaCaller.Functions}/{name}")).Ok();
}
