using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Network;

/// <summary>One world and one server for the tests of a class.</summary>
public sealed class SharedWorld : IAsyncDisposable
{
    private readonly Lazy<Task<(World World, GoldcrestServer Server)>> _made = new(MakeAsync);

    internal async Task<World> GetWorldAsync() => (await _made.Value).World;

    internal async Task<GoldcrestServer> GetServerAsync() => (await _made.Value).Server;

    public async ValueTask DisposeAsync()
    {
        if (_made.IsValueCreated)
        {
            var (world, server) = await _made.Value;
            await server.DisposeAsync();
            await world.DisposeAsync();
        }
    }

    private static async Task<(World World, GoldcrestServer Server)> MakeAsync()
    {
        var world = await World.MakeAsync();
        return (world, await world.StartServerAsync());
    }
}
