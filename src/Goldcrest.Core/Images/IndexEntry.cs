namespace Goldcrest.Core.Images;

/// <summary>One image of several.</summary>
/// <param name="Architecture">Null when the list does not say; so for everything but Linux.</param>
/// <param name="Name">What the image is called in a layout on disk: a tag, or a whole reference; null without a name.</param>
public sealed record IndexEntry(BlobDescriptor Manifest, string? Architecture, string? Name)
{
    public bool IsFor(string architecture) => Architecture == architecture;
}
