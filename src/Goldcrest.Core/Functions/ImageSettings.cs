using System.Text;

namespace Goldcrest.Core.Functions;

/// <summary>What a function runs of its container image in place of what the image itself says. Empty lists and null leave that to the image.</summary>
public sealed record ImageSettings(ValueList<string> EntryPoint, ValueList<string> Command, string? WorkingDirectory)
{
    /// <summary>All of it is as the image says.</summary>
    public static ImageSettings AsBuilt { get; } = new([], [], null);

    public bool IsEmpty => this == AsBuilt;

    /// <summary>Bytes of UTF-8 of every word.</summary>
    public int Bytes => EntryPoint.Concat(Command).Append(WorkingDirectory ?? "").Sum(Encoding.UTF8.GetByteCount);
}
