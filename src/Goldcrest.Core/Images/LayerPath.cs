using System.Text;

namespace Goldcrest.Core.Images;

/// <summary>Which names an entry of a layer may have.</summary>
/// <remarks>Source: docs/contracts/images.md#layers.</remarks>
public static class LayerPath
{
    public const int MaxBytes = 4_095;
    private const int MaxPartBytes = 255;
    private const int MaxParts = 256;

    /// <param name="name">As it stands in the tar.</param>
    /// <returns>
    /// The path below the root, without empty and dot parts and without a slash at either end, empty for the root itself. Null when it cannot be had: steps up, and
    /// parts or wholes that no file system takes.
    /// </returns>
    public static string? TryClean(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            return null;
        }

        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToList();
        return parts.Count <= MaxParts && parts.TrueForAll(part => part != ".." && Encoding.UTF8.GetByteCount(part) <= MaxPartBytes)
            ? string.Join('/', parts)
            : null;
    }

    /// <returns>The folder that a clean path lies in, empty for the root, and its last part.</returns>
    public static (string Folder, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }
}
