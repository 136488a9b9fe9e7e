using System.IO.Pipelines;
using System.Net;
using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Images.Registries;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Images;

/// <summary>Registries that want credentials, point elsewhere, lie or break off.</summary>
public sealed class RegistryTests : IDisposable
{
    private const string Basic = "cmVhZGVyOm9wZW4=";

    private readonly ImageNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task A_token_is_fetched_with_the_password_and_sent_to_the_registry_alone()
    {
        var image = Small();
        var hash = _node.Registry.Serve(ImageNode.Address, "1", image);
        Demand("""Bearer realm="https://tokens.example/get",service="registry.example",scope="repository:app:pull" """, "Bearer good");
        _node.Registry.Answers["https://tokens.example/get?service=registry.example&scope=repository%3Aapp%3Apull"] =
            request => FakeRegistry.Body(Encoding.UTF8.GetBytes(request.Headers.Authorization?.Parameter == Basic ? """{"token":"good"}""" : """{"token":"anonymous"}"""));
        var layer = $"{ImageNode.Address}/blobs/sha256:{image.LayerHashes[0]}";
        _node.Registry.Answers["https://storage.example/blob"] = _ => FakeRegistry.Body(image.Blobs[image.LayerHashes[0]]);
        var guarded = _node.Registry.Answers[layer];
        _node.Registry.Answers[layer] = request =>
            request.Headers.Authorization is null ? guarded(request) : FakeRegistry.Status(HttpStatusCode.TemporaryRedirect, "https://storage.example/blob");
        await KnowAsync("registry.example");

        var (hold, failure) = await _node.Open().ResolveAsync(ImageNode.Uri, "x86_64", ImageNode.Token);
        Assert.Null(failure);
        hold!.Pin.Dispose();
        Assert.Null(await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token));

        Assert.Equal(hash, hold.Sha256Hex);
        Assert.All(_node.Registry.Requests.Where(request => request.Address.StartsWith("https://storage.example", StringComparison.Ordinal)), request => Assert.Null(request.Authorization));
        Assert.Contains(_node.Registry.Requests, request => request.Address == "https://storage.example/blob");
        Assert.All(_node.Registry.Requests.Where(request => request.Authorization?.StartsWith("Basic", StringComparison.Ordinal) == true), request =>
            Assert.StartsWith("https://tokens.example/", request.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_without_tokens_gets_name_and_password_when_it_asks()
    {
        _node.Registry.Serve(ImageNode.Address, "1", Small());
        Demand("Basic realm=\"tests\"", $"Basic {Basic}");

        Assert.Equal(ImageFailure.Reason.Denied, await FailureAsync());

        await KnowAsync("https://registry.example");
        Assert.Null(await FailureAsync());
        Assert.Null(_node.Registry.Requests[0].Authorization);
    }

    [Fact]
    public async Task Credentials_of_another_registry_are_not_tried_and_a_broken_file_is_told_without_its_content()
    {
        _node.Registry.Serve(ImageNode.Address, "1", Small());
        Demand("Basic realm=\"tests\"", $"Basic {Basic}");
        await KnowAsync("registry.example.evil");
        Assert.Equal(ImageFailure.Reason.Denied, await FailureAsync());

        await File.WriteAllTextAsync(_node.CredentialsFile, $$"""{"auths":{"registry.example":{"auth":"{{Basic}}" """, ImageNode.Token);
        var (_, failure) = await _node.Open().ResolveAsync(ImageNode.Uri, "x86_64", ImageNode.Token);

        Assert.Equal(ImageFailure.Reason.Denied, failure!.Kind);
        Assert.DoesNotContain(Basic, failure.Detail, StringComparison.Ordinal);
        Assert.All(_node.Registry.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("http://registry.example/elsewhere")]
    [InlineData("http://127.0.0.1/elsewhere")]
    [InlineData("file:///etc/passwd")]
    public async Task Nothing_that_was_secured_goes_on_unsecured(string location)
    {
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => FakeRegistry.Status(HttpStatusCode.Found, location);

        Assert.Equal(ImageFailure.Reason.Denied, await FailureAsync());
        Assert.Single(_node.Registry.Requests);
    }

    [Fact]
    public async Task A_password_is_not_sent_to_an_unsecured_realm()
    {
        _node.Registry.Serve(ImageNode.Address, "1", Small());
        Demand("""Bearer realm="http://tokens.example/get" """, "Bearer good");
        await KnowAsync("registry.example");

        Assert.Equal(ImageFailure.Reason.Denied, await FailureAsync());
        Assert.All(_node.Registry.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("http://mirror.example/elsewhere", null)]
    [InlineData(null, """Bearer realm="http://mirror.example/token" """)]
    public async Task A_secured_place_of_the_operators_is_no_leave_to_speak_to_its_host_unsecured(string? redirect, string? challenge)
    {
        _node.Sources = "*=https://mirror.example";
        _node.Registry.Answers[$"https://mirror.example/v2/registry.example/app/manifests/1"] = _ => redirect is not null
            ? FakeRegistry.Status(HttpStatusCode.Found, redirect)
            : FakeRegistry.Status(HttpStatusCode.Unauthorized, challenge: challenge!.Trim());
        await KnowAsync("mirror.example");

        Assert.Equal(ImageFailure.Reason.Denied, await FailureAsync());
        Assert.Single(_node.Registry.Requests);
    }

    [Fact]
    public async Task Of_what_a_challenge_tells_twice_the_first_counts()
    {
        _node.Registry.Serve(ImageNode.Address, "1", Small());
        Demand("""Bearer realm="https://tokens.example/get",service="a",Service="b",realm="https://evil.example/" """, "Bearer good");
        _node.Registry.Answers["https://tokens.example/get?service=a&scope=repository%3Aapp%3Apull"] = _ => FakeRegistry.Body("""{"token":"good"}"""u8.ToArray());

        Assert.Null(await FailureAsync());
    }

    [Fact]
    public async Task A_registry_that_stays_silent_cannot_be_reached()
    {
        var clock = new ManualClock();
        _node.Time = clock;
        var silent = new Pipe();
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => new HttpResponseMessage { Content = new StreamContent(silent.Reader.AsStream()) };

        var failure = FailureAsync();
        await Until.TrueAsync(() => clock.TimerCount == 1);
        clock.Advance(RegistryCaller.Patience);

        Assert.Equal(ImageFailure.Reason.Unreachable, await Until.EndAsync(failure));
    }

    [Theory]
    [InlineData("a..b/x")]
    [InlineData("host:99999/x")]
    public async Task A_name_without_a_registry_that_can_be_is_not_valid(string uri)
    {
        var (_, failure) = await _node.Open().ResolveAsync(ImageUri.TryParse(uri)!, "x86_64", ImageNode.Token);

        Assert.Equal(ImageFailure.Reason.Broken, failure?.Kind);
        Assert.Equal(ImageFailure.Reason.Broken, (await _node.Open().PullAsync(ImageUri.TryParse(uri)!, new string('a', 64), ImageNode.Token))?.Kind);
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_a_broken_registrys()
    {
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => FakeRegistry.Status(HttpStatusCode.Found, "//");

        Assert.Equal(ImageFailure.Reason.Broken, await FailureAsync());
    }

    [Fact]
    public async Task Redirects_have_an_end()
    {
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => FakeRegistry.Status(HttpStatusCode.Found, $"{ImageNode.Address}/manifests/1");

        Assert.Equal(ImageFailure.Reason.Broken, await FailureAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, ImageFailure.Reason.Missing)]
    [InlineData(HttpStatusCode.Forbidden, ImageFailure.Reason.Denied)]
    [InlineData(HttpStatusCode.TooManyRequests, ImageFailure.Reason.Unreachable)]
    [InlineData(HttpStatusCode.InternalServerError, ImageFailure.Reason.Unreachable)]
    public async Task Every_status_has_its_meaning(HttpStatusCode status, ImageFailure.Reason reason)
    {
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => FakeRegistry.Status(status);

        Assert.Equal(reason, await FailureAsync());
    }

    /// <summary>An HTTP client that waited long enough for a connection cancels, and nobody asked it to.</summary>
    [Fact]
    public async Task A_registry_that_takes_no_connection_cannot_be_reached()
    {
        var image = Small();
        var hash = _node.Registry.Serve(ImageNode.Address, "1", image);
        _node.Registry.Answers[$"{ImageNode.Address}/blobs/sha256:{image.LayerHashes[0]}"] = _ => FakeRegistry.Status(HttpStatusCode.Found, "https://hole.example/");
        _node.Registry.Answers["https://hole.example/"] = _ => throw new TaskCanceledException("a connection could not be established within the configured ConnectTimeout");

        Assert.Equal(ImageFailure.Reason.Unreachable, (await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token))?.Kind);

        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _node.Registry.Answers["https://hole.example/"];
        Assert.Equal(ImageFailure.Reason.Unreachable, await FailureAsync());
        Assert.Empty(_node.Leftovers);
    }

    [Fact]
    public async Task A_registry_that_lies_is_not_believed()
    {
        var image = Small();
        var hash = _node.Registry.Serve(ImageNode.Address, "1", image);
        var layer = $"{ImageNode.Address}/blobs/sha256:{image.LayerHashes[0]}";
        var content = image.Blobs[image.LayerHashes[0]];

        foreach (var lie in new[] { [.. content[..^1], (byte)(content[^1] ^ 1)], [.. content, 0], content.Concat(new byte[100_000]).ToArray() })
        {
            _node.Registry.Answers[layer] = _ => FakeRegistry.Body(lie);
            Assert.Equal(ImageFailure.Reason.Broken, (await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token))?.Kind);
        }

        _node.Registry.Answers[$"{ImageNode.Address}/manifests/sha256:{hash}"] = _ => FakeRegistry.Body("{}"u8.ToArray());
        Assert.Equal(ImageFailure.Reason.Broken, (await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token))?.Kind);
        var endless = new byte[ImageLimits.MaxManifestBytes + 1];
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => FakeRegistry.Body(endless);
        Assert.Equal(ImageFailure.Reason.Broken, await FailureAsync());
        Assert.Empty(_node.Leftovers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_off_is_taken_up_where_it_ended(bool knowsRanges)
    {
        var image = new TestImage().Files(("file", [.. Enumerable.Range(0, 200_000).Select(number => (byte)(number * 7919 >> 5))], 0b110_100_100));
        var hash = _node.Registry.Serve(ImageNode.Address, "1", image);
        var (content, asked) = (image.Blobs[image.LayerHashes[0]], 0);
        _node.Registry.Answers[$"{ImageNode.Address}/blobs/sha256:{image.LayerHashes[0]}"] = request =>
        {
            var from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
            var rest = knowsRanges ? content[from..] : content;
            var answer = FakeRegistry.Body(++asked == 1 ? content[..(content.Length / 2)] : rest);
            answer.StatusCode = knowsRanges && from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK;
            return answer;
        };

        Assert.Null(await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_manifest_of_another_kind_is_not_supported()
    {
        _node.Registry.Answers[$"{ImageNode.Address}/manifests/1"] = _ => FakeRegistry.Body("""{"schemaVersion":1,"fsLayers":[]}"""u8.ToArray());

        Assert.Equal(ImageFailure.Reason.Unsupported, await FailureAsync());
    }

    [Theory]
    [InlineData("127.0.0.1", false, false, false)]
    [InlineData("127.0.0.1", true, false, true)]
    [InlineData("::1", false, false, false)]
    [InlineData("::ffff:127.0.0.1", false, false, false)]
    [InlineData("0.0.0.0", false, false, false)]
    [InlineData("169.254.169.254", true, false, false)]
    [InlineData("169.254.169.254", false, true, true)]
    [InlineData("fe80::1", true, false, false)]
    [InlineData("224.0.0.1", false, false, false)]
    [InlineData("10.1.2.3", false, false, false)]
    [InlineData("10.1.2.3", true, false, true)]
    [InlineData("::ffff:10.1.2.3", false, false, false)]
    [InlineData("fd00:5::1", false, false, false)]
    [InlineData("fd00:ec2::254", true, false, false)]
    [InlineData("100.100.100.200", true, false, false)]
    [InlineData("168.63.129.16", true, false, false)]
    [InlineData("192.0.0.192", true, false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", true, false, false)]
    [InlineData("64:ff9b::c000:201", false, false, true)]
    [InlineData("10.1.2.4", false, false, true)]
    [InlineData("2001:db8::1", false, false, true)]
    [InlineData("192.0.2.1", false, false, true)]
    public void Requests_do_not_reach_this_machine_or_its_own_network_unless_that_is_meant(string address, bool isThisMachine, bool isAnywhere, bool allowed)
    {
        IPAddress[] own = [IPAddress.Parse("10.1.2.3"), IPAddress.Parse("fd00:5::1")];

        Assert.Equal(allowed, RegistryReach.Allows(IPAddress.Parse(address), own, isThisMachine, isAnywhere));
    }

    private static TestImage Small() => new TestImage().Files(("file", "hello"u8.ToArray(), 0b110_100_100));

    private async Task<ImageFailure.Reason?> FailureAsync() => (await _node.Open().ResolveAsync(ImageNode.Uri, "x86_64", ImageNode.Token)).Failure?.Kind;

    private Task KnowAsync(string registry) =>
        File.WriteAllTextAsync(_node.CredentialsFile, $$$$"""{"auths":{"{{{{registry}}}}":{"auth":"{{{{Basic}}}}"}}}""", ImageNode.Token);

    /// <summary>Lets everything that is served be served only with this authorization.</summary>
    private void Demand(string challenge, string authorization)
    {
        foreach (var (address, answer) in _node.Registry.Answers.ToList())
        {
            _node.Registry.Answers[address] = request =>
                request.Headers.Authorization?.ToString() == authorization ? answer(request) : FakeRegistry.Status(HttpStatusCode.Unauthorized, challenge: challenge.Trim());
        }
    }
}
