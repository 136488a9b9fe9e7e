using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Layouts;

/// <summary>Reads small files of a layout whole.</summary>
internal static class LayoutReading
{
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="ImageException">It is larger than any manifest.</exception>
    public static async Task<byte[]?> ReadAsync(ILayoutFiles files, string name, CancellationToken cancellationToken)
    {
        await using var stream = files.Open(name);
        if (stream is null)
        {
            return null;
        }

        if (stream.Length > ImageLimits.MaxManifestBytes)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"{name} has {stream.Length} bytes");
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
