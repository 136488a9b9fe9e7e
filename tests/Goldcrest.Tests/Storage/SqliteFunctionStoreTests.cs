using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Secrets;
using Goldcrest.Server.Storage;
using Goldcrest.Tests.Functions;

namespace Goldcrest.Tests.Storage;

public sealed class SqliteFunctionStoreTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_about_a_function_comes_back()
    {
        var settings = FunctionExample.Settings with
        {
            Description = "größer ✓",
            MemoryMiB = 1024,
            TimeoutSeconds = 900,
            EphemeralStorageMiB = 2048,
            TracingMode = "Active",
            Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "" },
            Layers = [new AttachedLayer(
                    "arn:aws:lambda:us-east-1:000000000000:layer:l:1", FunctionExample.OtherCode with { Signature = new CodeSignature("p", "j") }, 12_345)],
            Logging = new LoggingSettings { Format = "JSON", Group = "/g", ApplicationLevel = "DEBUG", SystemLevel = "WARN" },
            Architecture = "arm64",
            KeyArn = "arn:key",
            Vpc = new VpcSettings(["subnet-1", "subnet-2"], ["sg-1"], AllowsIpv6: true),
            FileSystems = [new FileSystemMount("arn:efs", "/mnt/a")],
            DeadLetters = new DeadLetterTarget("arn:queue"),
            SnapStart = SnapStartMode.PublishedVersions,
            Durable = new DurableSettings(60, 14),
            IsTenantIsolated = true,
        };
        var function = FunctionExample.Published(2);
        var code = FunctionExample.OtherCode with { KeyArn = "arn:source-key", Signature = new CodeSignature("p", "j") };
        function = function.With(function.Latest.Change(settings, code, FunctionExample.Stamps.Next())) with
        {
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("k", "v").Add("é", ""),
            Published = function.Published.Remove(1),
        };

        await SaveAsync(null, function);

        var read = Assert.Single(await LoadAsync());
        AssertSame(function, read);
        Assert.Equal(["B", "A"], read.Latest.Current.Settings.Environment!.Keys);
        Assert.Equal((3, FunctionPhase.Updating), (read.NextNumber, read.Latest.Phase));
        Assert.Equal(settings with { Environment = null }, read.Latest.Current.Settings with { Environment = null });
        Assert.Equal(code, read.Latest.Current.Code);
    }

    [Fact]
    public async Task An_image_comes_back()
    {
        var settings = FunctionExample.Image with { Image = new ImageSettings(["/run", ""], ["a"], "/work"), Vpc = VpcSettings.Detached };
        var function = FunctionRecord.Create(FunctionExample.Key, settings, FunctionExample.ImageCode, null, FunctionExample.Stamps.Next());

        await SaveAsync(null, function);

        var read = Assert.Single(await LoadAsync()).Latest.Current;
        Assert.Equal((settings, FunctionExample.ImageCode), (read.Settings, read.Code));
    }

    [Fact]
    public void What_the_first_release_wrote_can_still_be_read()
    {
        const string Written =
            """
            {"Id":"d","CodeSha256":"aa","CodeBytes":10,"Runtime":"python3.12","Handler":"app.handler","Role":"arn:aws:iam::000000000000:role/r",
             "Description":"","TimeoutSeconds":3,"MemoryMiB":128,"EphemeralStorageMiB":512,"Architecture":"x86_64","TracingMode":"PassThrough",
             "SealedEnvironment":null,"Layers":null,"LogFormat":"Text","ApplicationLogLevel":null,"SystemLogLevel":null,"LogGroup":"/aws/lambda/f"}
            """;

        var read = StoredDeployment.Read(Written, new SecretBox(_folder.Root));

        Assert.Equal((FunctionExample.Settings, new CodeReference("aa", 10)), (read.Settings, read.Code));
    }

    [Fact]
    public async Task Variables_do_not_lie_readable_in_the_database()
    {
        var settings = FunctionExample.Settings with { Environment = new Dictionary<string, string> { ["PASSWORD"] = "open-sesame-4711" } };
        var function = FunctionRecord.Create(FunctionExample.Key, settings, FunctionExample.Code, null, FunctionExample.Stamps.Next());

        await SaveAsync(null, function);

        var files = Directory.EnumerateFiles(_folder.Root, "goldcrest.db*").Select(File.ReadAllBytes).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf("open-sesame-4711"u8)));
        Assert.Equal("open-sesame-4711", Assert.Single(await LoadAsync()).Latest.Current.Settings.Environment!["PASSWORD"]);
    }

    [Fact]
    public async Task A_change_writes_what_differs_and_nothing_else()
    {
        var before = FunctionExample.Published(3);
        var after = FunctionExample.Described(before, "new") with { Published = before.Published.Remove(2), NextNumber = 9 };
        await SaveAsync(null, before);

        await SaveAsync(before, after);
        AssertSame(after, Assert.Single(await LoadAsync()));

        await SaveAsync(after, null);
        Assert.Empty(await LoadAsync());
        Assert.Equal(0L, _folder.Ask("SELECT count(*) FROM function_versions"));
    }

    [Fact]
    public async Task A_caller_with_an_old_picture_is_refused_and_writes_nothing()
    {
        var stale = FunctionExample.Published(1);
        var stored = FunctionExample.Described(stale, "by somebody else");
        await SaveAsync(null, stored);

        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(null, stale));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(stale, FunctionExample.Described(stale, "mine") with { NextNumber = 77 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(stale, null));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(FunctionExample.Active("other"), FunctionExample.Published(1, "other")));

        AssertSame(stored, Assert.Single(await LoadAsync()));
    }

    [Fact]
    public async Task Accounts_and_regions_keep_functions_of_one_name_apart()
    {
        FunctionKey[] keys = [FunctionExample.Key, FunctionExample.Key with { Account = "111111111111" }, FunctionExample.Key with { Region = "eu-west-1" }];
        var functions = keys.Select(key => FunctionRecord.Create(key, FunctionExample.Settings, FunctionExample.Code, null, FunctionExample.Stamps.Next())).ToList();
        foreach (var function in functions)
        {
            await SaveAsync(null, function);
        }

        await SaveAsync(functions[0], null);

        Assert.Equal(keys[1..].OrderBy(key => key.Arn), (await LoadAsync()).Select(function => function.Key).OrderBy(key => key.Arn));
    }

    private async Task SaveAsync(FunctionRecord? before, FunctionRecord? after)
    {
        // A writer for each: what comes back has been through a closed and opened file.
        var database = _folder.Database();
        using var writer = new SqliteWriter(database);
        await new SqliteFunctionStore(database, writer, new SecretBox(_folder.Root)).SaveAsync(before, after, Token);
    }

    private async Task<IReadOnlyList<FunctionRecord>> LoadAsync()
    {
        var database = _folder.Database();
        using var writer = new SqliteWriter(database);
        return await new SqliteFunctionStore(database, writer, new SecretBox(_folder.Root)).LoadAllAsync(Token);
    }

    private static void AssertSame(FunctionRecord expected, FunctionRecord actual)
    {
        Assert.Equal((expected.Key, expected.NextNumber), (actual.Key, actual.NextNumber));
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equivalent(expected.Versions, actual.Versions, strict: true);
    }
}
