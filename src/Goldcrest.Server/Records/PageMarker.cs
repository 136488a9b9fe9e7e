using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Records;

/// <summary>
/// What leads from one page of a list to the next: a place, not an item, so that it holds when items come or go. It fits only the list that
/// gave it; it is no secret, since nobody sees by it what the list would not show.
/// </summary>
/// <remarks>Source: docs/contracts/wire.md#lists.</remarks>
internal static class PageMarker
{
    private const int SealBytes = 8;

    /// <summary>What every list says to a marker that it never gave.</summary>
    public static WireError Unknown { get; } = LambdaErrors.InvalidParameterValue("Invalid pagination key.");

    /// <param name="list">Operation, owner and subject of the list.</param>
    /// <param name="position">Of the next page's first item.</param>
    public static string Write(string list, string position) =>
        Base64Url.EncodeToString([.. Seal(list, position), .. Encoding.UTF8.GetBytes(position)]);

    /// <returns>The position; null when the list never gave this marker.</returns>
    public static string? Read(string list, string marker)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(marker.Length)];
        if (Base64Url.DecodeFromChars(marker, bytes, out _, out var length) != OperationStatus.Done || length < SealBytes)
        {
            return null;
        }

        var position = Encoding.UTF8.GetString(bytes, SealBytes, length - SealBytes);
        return bytes.AsSpan(0, SealBytes).SequenceEqual(Seal(list, position)) ? position : null;
    }

    private static ReadOnlySpan<byte> Seal(string list, string position) => SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{position}")).AsSpan(0, SealBytes);
}
