using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.S3;

/// <summary>Takes in an object of which nothing is known but what its sender says.</summary>
internal static class ObjectReading
{
    private const int FirstBytes = 64 * 1024;

    /// <param name="content">Read to its end, but not beyond the limit.</param>
    /// <param name="announced">Its length as told ahead; negative when it was not.</param>
    /// <param name="maxBytes">More is not kept.</param>
    /// <param name="place">Grows with what is kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">It ended before its announced length.</exception>
    public static async Task<BucketFetch> ReadAsync(Stream content, long announced, long maxBytes, BodyRoom.Place place, CancellationToken cancellationToken)
    {
        if (announced > maxBytes)
        {
            return new BucketFetch.TooLarge(announced);
        }

        var size = announced >= 0 ? announced : Math.Min(FirstBytes, maxBytes + 1);
        if (!place.TryGrow(size))
        {
            return new BucketFetch.NoRoom();
        }

        var bytes = new byte[size];
        if (announced >= 0)
        {
            await content.ReadExactlyAsync(bytes, cancellationToken);
            return new BucketFetch.Fetched(bytes);
        }

        var length = 0;
        while (await content.ReadAsync(bytes.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length > maxBytes)
            {
                return new BucketFetch.TooLarge(length);
            }

            if (length == bytes.Length)
            {
                var larger = Math.Min(2L * bytes.Length, maxBytes + 1);
                if (!place.TryGrow(larger - bytes.Length))
                {
                    return new BucketFetch.NoRoom();
                }

                Array.Resize(ref bytes, (int)larger);
            }
        }

        return new BucketFetch.Fetched(bytes.AsMemory(0, length));
    }
}
