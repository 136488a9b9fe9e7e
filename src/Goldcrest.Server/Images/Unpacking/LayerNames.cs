using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Unpacking;

/// <summary>
/// The paths that one layer has itself, those of their folders too. Kept as hashes, because a path has up to 4 KiB, and an entry up to 256 folders: of equal ones
/// the layer's own image alone would suffer.
/// </summary>
/// <param name="most">How many there may be.</param>
internal sealed class LayerNames(int most)
{
    private readonly HashSet<UInt128> _names = [];

    public bool Contains(string path) => _names.Contains(Hash(path));

    /// <summary>With its folders: an opaque one must not take away what this layer has in it.</summary>
    /// <exception cref="ImageException">That is too much.</exception>
    public void Add(string path)
    {
        while (path.Length > 0 && _names.Add(Hash(path)))
        {
            if (_names.Count > most)
            {
                throw new ImageException(ImageFailure.Reason.TooLarge, $"a layer has more than {most} paths");
            }

            path = LayerPath.Split(path).Folder;
        }
    }

    private static UInt128 Hash(string path) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
}
