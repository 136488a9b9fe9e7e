using Goldcrest.Server.Sandboxes.Disks;

namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>The files of one sandbox that is built without root, all below one directory. Disposal removes them.</summary>
/// <param name="RootFileSystem">The read-only root that all sandboxes of the server share.</param>
/// <param name="Directory">The sandbox's own.</param>
/// <param name="Layers">What becomes /opt; null without layers.</param>
internal sealed record BubblewrapPlaces(string RootFileSystem, string Directory, string? Layers) : IDisposable
{
    public string Tmp => Path.Combine(Directory, "tmp");

    /// <exception cref="SandboxLaunchException">The disk refused it; nothing is left.</exception>
    public static BubblewrapPlaces Make(string rootFileSystem, string directory, IReadOnlyList<string> layers)
    {
        var places = new BubblewrapPlaces(rootFileSystem, directory, layers.Count switch
        {
            0 => null,
            1 => layers[0],
            _ => Path.Combine(directory, "opt"),
        });
        try
        {
            System.IO.Directory.CreateDirectory(places.Tmp);
            if (layers.Count > 1)
            {
                LinkedLayers.Make(layers, places.Layers!);
            }

            return places;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            places.Dispose();
            throw new SandboxLaunchException("could not prepare a sandbox: " + fault.Message, fault);
        }
    }

    public void Dispose() => OwnFiles.Remove(Directory);
}
