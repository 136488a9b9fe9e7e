using System.Net;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Tests.Images;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Runtimes;

/// <summary>Interpreters out of images whose registries are not what they should be.</summary>
public sealed class RuntimeImagesTests : IDisposable
{
    private const string Python = "python3.13";
    private const string Tag = $"{ImageNode.Address}/manifests/1";

    private readonly ImageNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task An_image_that_cannot_be_had_whatever_the_reason_ends_no_server_and_is_asked_for_anew()
    {
        using var images = Open();
        _node.Registry.Answers[Tag] = _ => throw new InvalidOperationException("a bug");

        await images.StartAsync(ImageNode.Token);
        await Until.EndAsync(images.ExecuteTask!);
        await Assert.ThrowsAsync<SandboxLaunchException>(() => images.FindAsync(Python, ImageNode.Token));

        _node.Registry.Serve(ImageNode.Address, "1", WithPython());
        Assert.Equal("python:3.13", (await images.FindAsync(Python, ImageNode.Token))!.Version);
    }

    [Fact]
    public async Task A_runtime_goes_on_with_the_image_that_it_had_when_its_registry_takes_no_connection()
    {
        _node.Registry.Serve(ImageNode.Address, "1", WithPython());
        using (var first = Open())
        {
            Assert.NotNull(await first.FindAsync(Python, ImageNode.Token));
        }

        _node.Registry.Answers[Tag] = _ => throw new TaskCanceledException("a connection could not be established within the configured ConnectTimeout");
        using var images = Open();

        Assert.Equal("python:3.13", (await images.FindAsync(Python, ImageNode.Token))!.Version);
        _node.Registry.Answers[Tag] = _ => FakeRegistry.Status(HttpStatusCode.Forbidden);
        using var denied = Open();
        await Assert.ThrowsAsync<SandboxLaunchException>(() => denied.FindAsync(Python, ImageNode.Token));
    }

    private static TestImage WithPython() => new TestImage().Files(("usr/bin/python3.13", "#!"u8.ToArray(), 0b111_101_101));

    /// <summary>A second one on the same directory is a restart.</summary>
    private RuntimeImages Open() => new(
        [new RuntimeImage(Python, ImageNode.Uri.Text)],
        new RuntimeCatalog([new PythonLanguage(() => [])], "/bootstraps", isStrict: false),
        _node.Open(),
        new RuntimeNotes(Path.Combine(_node.Root, "notes")),
        "/bootstraps",
        NullLogger<RuntimeImages>.Instance);
}
