using Goldcrest.Core.Functions;

namespace Goldcrest.Core.Layers;

/// <summary>
/// A layer version as a function has it. The function names the code itself, so that it goes on running when the layer version is deleted.
/// </summary>
/// <param name="Arn">Of the layer version.</param>
/// <param name="UnpackedBytes">Bytes of all files.</param>
public sealed record AttachedLayer(string Arn, CodeReference Code, long UnpackedBytes);
