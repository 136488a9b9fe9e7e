using Goldcrest.Core.Code;

namespace Goldcrest.Server.Code;

internal sealed partial class CodeStore
{
    /// <summary>Bytes of all files that a stored zip unpacks to. Reads the zip's directory only.</summary>
    /// <param name="sha256Hex">Pinned or referenced.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileNotFoundException">No such zip in the store.</exception>
    /// <exception cref="InvalidDataException">The zip on disk is not what was stored.</exception>
    public async Task<long> MeasureAsync(string sha256Hex, CancellationToken cancellationToken)
    {
        var zip = await File.ReadAllBytesAsync(_places.Zip(sha256Hex), cancellationToken);
        return ZipDirectory.Read(zip, _options.Limits, out var entries) is null
            ? entries.Sum(entry => entry.Size)
            : throw new InvalidDataException($"The zip '{_places.Zip(sha256Hex)}' is not what was stored: the disk may be failing.");
    }
}
