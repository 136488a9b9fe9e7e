using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Goldcrest.Tests.Images;
using Xunit;

namespace Goldcrest.SystemTests.Images;

/// <summary>The registry that Debian packages, on a free port of 127.0.0.1, with a directory of its own.</summary>
internal sealed partial class DebianRegistry : IAsyncDisposable
{
    public const string User = "reader";
    public const string Password = "open sesame";

    /// <summary>Of the password above, by bcrypt, which is all that the registry takes.</summary>
    private const string PasswordFile = User + ":$2b$05$ZeG.dIPDItyyPlDeQOvTuOl6R9mF4MBCrrXN96fDaYENpAkdwoe5C\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly bool _isPrivate;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DebianRegistry(Process process, DirectoryInfo folder, bool isPrivate) => (_process, _folder, _isPrivate) = (process, folder, isPrivate);

    /// <summary>Host and port.</summary>
    public string Authority { get; private set; } = "";

    /// <param name="isPrivate">Whether it wants <see cref="User"/> and <see cref="Password"/>.</param>
    public static async Task<DebianRegistry> StartAsync(bool isPrivate = false)
    {
        var folder = Directory.CreateTempSubdirectory("goldcrest-registry-");
        var (config, passwords) = (Path.Combine(folder.FullName, "config.yml"), Path.Combine(folder.FullName, "passwords"));
        await File.WriteAllTextAsync(passwords, PasswordFile);
        await File.WriteAllTextAsync(config, $"""
            version: 0.1
            log:
              level: info
            storage:
              filesystem:
                rootdirectory: {folder.FullName}/data
            http:
              addr: 127.0.0.1:0
            {(isPrivate ? $"auth:\n  htpasswd:\n    realm: tests\n    path: {passwords}" : "")}

            """);
        var start = new ProcessStartInfo("/usr/bin/docker-registry", ["serve", config]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var registry = new DebianRegistry(new Process { StartInfo = start, EnableRaisingEvents = true }, folder, isPrivate);
        registry._process.OutputDataReceived += (_, line) => registry.Read(line.Data);
        registry._process.ErrorDataReceived += (_, line) => registry.Read(line.Data);
        registry._process.Exited += (_, _) => registry._ready.TrySetException(new InvalidOperationException($"the registry ended:\n{registry._output}"));
        registry._process.Start();
        registry._process.BeginOutputReadLine();
        registry._process.BeginErrorReadLine();
        registry.Authority = await registry._ready.Task.WaitAsync(Patience);
        return registry;
    }

    /// <returns>The image's digest in hex.</returns>
    public async Task<string> PushAsync(TestImage image, string repository, string tag)
    {
        var hash = image.Seal();
        foreach (var (name, content) in image.Blobs.Where(blob => blob.Key != hash))
        {
            using var begun = await SendAsync(HttpMethod.Post, new Uri($"http://{Authority}/v2/{repository}/blobs/uploads/"), null);
            var place = begun.Headers.Location!;
            using var sent = await SendAsync(HttpMethod.Put, new Uri($"{place}{(place.Query.Length > 0 ? "&" : "?")}digest=sha256:{name}"), content);
        }

        await PutManifestAsync(repository, tag, image.ManifestType, image.Blobs[hash]);
        return hash;
    }

    /// <summary>One name for several images, which were pushed.</summary>
    public Task PushIndexAsync(string repository, string tag, params (string Hash, TestImage Image)[] images) => PutManifestAsync(
        repository,
        tag,
        "application/vnd.oci.image.index.v1+json",
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.index.v1+json",
            ["manifests"] = new JsonArray([.. images.Select(entry =>
            {
                var descriptor = TestImage.Descriptor(entry.Image.ManifestType, entry.Hash, entry.Image.Blobs[entry.Hash].Length);
                descriptor["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = entry.Image.Architecture };
                return (JsonNode)descriptor;
            })]),
        }.ToJsonString()));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task PutManifestAsync(string repository, string tag, string mediaType, byte[] manifest)
    {
        using var put = await SendAsync(HttpMethod.Put, new Uri($"http://{Authority}/v2/{repository}/manifests/{tag}"), manifest, mediaType);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, byte[]? content, string mediaType = "application/octet-stream")
    {
        using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(content ?? []) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        request.Headers.Authorization = _isPrivate ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"))) : null;
        var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode
            ? response
            : throw new InvalidOperationException($"{method} {address}: {response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line is not null && Listening().Match(line) is { Success: true } match)
        {
            _ready.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:[0-9]+)")]
    private static partial Regex Listening();
}
