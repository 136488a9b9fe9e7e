using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Reads what a runtime sends, up to a limit.</summary>
internal static class RuntimeBody
{
    /// <returns>The whole body; null when it is longer than the limit, in which case the rest was read and dropped.</returns>
    /// <exception cref="IOException">The runtime broke off.</exception>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        var dropped = request.ContentLength > maxBytes;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (read.IsCompleted)
            {
                var body = dropped || buffer.Length > maxBytes ? null : buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body;
            }

            dropped |= buffer.Length > maxBytes;
            reader.AdvanceTo(dropped ? buffer.End : buffer.Start, buffer.End);
        }
    }
}
