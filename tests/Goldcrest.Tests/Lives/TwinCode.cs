using System.Security.Cryptography;
using Goldcrest.Tests.Layers;

namespace Goldcrest.Tests.Lives;

/// <summary>A zip, or what pretends to be one.</summary>
internal sealed record TwinCode(byte[] Bytes, bool IsZip)
{
    public static IReadOnlyList<TwinCode> All { get; } =
        [.. Enumerable.Range(0, 3).Select(number => new TwinCode(LayerNode.Zip(content: $"x = {new string('1', number + 1)}"), IsZip: true))];

    public static TwinCode Broken { get; } = new("no zip"u8.ToArray(), IsZip: false);

    public string Sha256 { get; } = Convert.ToBase64String(SHA256.HashData(Bytes));

    public string Base64 => Convert.ToBase64String(Bytes);
}
