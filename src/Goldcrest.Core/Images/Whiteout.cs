namespace Goldcrest.Core.Images;

/// <summary>What an entry's name says of the layers below.</summary>
/// <param name="Kind">What the entry is.</param>
/// <param name="Hidden">The name beside it that is taken away; null unless <see cref="Mark.Hides"/>.</param>
/// <remarks>Source: docs/contracts/images.md#layers.</remarks>
public readonly record struct Whiteout(Whiteout.Mark Kind, string? Hidden)
{
    private const string Prefix = ".wh.";
    private const string OpaqueName = ".wh..wh..opq";
    private const string Internal = ".wh..wh.";

    public enum Mark
    {
        /// <summary>An ordinary entry.</summary>
        None,

        /// <summary>One name of the layers below is gone.</summary>
        Hides,

        /// <summary>Everything that the layers below have in this folder is gone.</summary>
        Opaque,

        /// <summary>A note that old tools left for themselves.</summary>
        Note,

        /// <summary>No tool writes this: it would take the folder itself, or the one above.</summary>
        Malicious,
    }

    /// <param name="name">The last part of an entry's path.</param>
    public static Whiteout Of(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new(Mark.None, null);
        }

        return name switch
        {
            OpaqueName => new(Mark.Opaque, null),
            _ when name.StartsWith(Internal, StringComparison.Ordinal) => new(Mark.Note, null),
            Prefix or ".wh.." or ".wh..." => new(Mark.Malicious, null),
            _ => new(Mark.Hides, name[Prefix.Length..]),
        };
    }
}
