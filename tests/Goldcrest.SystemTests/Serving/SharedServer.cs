using Goldcrest.SystemTests.Images;
using Goldcrest.SystemTests.Serving;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Goldcrest.SystemTests.Serving;

/// <summary>
/// One server for every test that needs no server of its own: started by the first that asks, stopped after the last.
/// Tests keep apart by the names of their functions.
/// </summary>
public sealed class SharedServer : IAsyncDisposable
{
    private readonly Lazy<Task<GoldcrestServer>> _server;
    private readonly string _images = Directory.CreateTempSubdirectory("goldcrest-images-").FullName;

    public SharedServer() => _server = new(() => GoldcrestServer.StartAsync(dataDirectory: null, ImageShelf.Fill(_images)));

    internal Task<GoldcrestServer> GetAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }

        Directory.Delete(_images, recursive: true);
    }
}
