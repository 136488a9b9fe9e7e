using Goldcrest.Core.Images;

namespace Goldcrest.Server.Runtimes;

/// <summary>Which image each runtime's name stood for the last time, one small file a runtime. What cannot be read was never written.</summary>
/// <param name="directory">Made when needed.</param>
internal sealed class RuntimeNotes(string directory)
{
    /// <returns>The digest in hex; null when there is none, or the operator has named another image since.</returns>
    public string? Find(RuntimeImage image)
    {
        var file = Path.Combine(directory, image.Runtime);
        return File.Exists(file) && File.ReadAllText(file).Split('\n') is [var digest, var name, ..] && name == image.Image ? BlobDescriptor.TryParseDigest(digest) : null;
    }

    public void Write(RuntimeImage image, string sha256Hex)
    {
        Directory.CreateDirectory(directory);
        var draft = Path.Combine(directory, $".{image.Runtime}");
        File.WriteAllText(draft, $"sha256:{sha256Hex}\n{image.Image}\n");
        File.Move(draft, Path.Combine(directory, image.Runtime), overwrite: true);
    }
}
