namespace Goldcrest.Core.Images;

/// <summary>What stands under a tag or digest: one image, or a list of images for several platforms.</summary>
public abstract record ImageManifest
{
    private ImageManifest()
    {
    }

    /// <param name="Layers">From the bottom up.</param>
    public sealed record OneImage(BlobDescriptor Config, IReadOnlyList<BlobDescriptor> Layers) : ImageManifest;

    public sealed record Index(IReadOnlyList<IndexEntry> Entries) : ImageManifest
    {
        /// <param name="architectures">As Go spells them (amd64, arm64), the most wanted first.</param>
        /// <returns>The first Linux image for the first of them that there is one for; null when there is none.</returns>
        public IndexEntry? Find(params IEnumerable<string> architectures) => architectures
            .Select(wanted => Entries.FirstOrDefault(entry => entry.IsFor(wanted))).FirstOrDefault(entry => entry is not null);
    }
}
