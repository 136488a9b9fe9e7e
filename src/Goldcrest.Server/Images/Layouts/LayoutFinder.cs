using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Layouts;

/// <summary>Finds the layout or archive of a repository on disk.</summary>
/// <remarks>Source: docs/contracts/images.md#places.</remarks>
internal static class LayoutFinder
{
    /// <param name="folder">The operator's.</param>
    /// <param name="repository">A name of <see cref="Core.Functions.ImageUri"/>'s form, which has no steps up.</param>
    /// <param name="tag">What is meant when several of one name lie beside each other.</param>
    /// <exception cref="ImageException">There is none, or it is none.</exception>
    public static IImageSource Open(string folder, string repository, string tag)
    {
        var path = Path.Join(folder, repository);
        string[] candidates = [$"{path}:{tag}", path, $"{path}:{tag}.tar", $"{path}.tar"];
        return candidates.Select(TryOpen).FirstOrDefault(found => found is not null)
            ?? throw new ImageException(ImageFailure.Reason.Missing, $"there is neither a layout '{path}' nor an archive '{path}.tar'");
    }

    /// <param name="path">Of one layout or archive.</param>
    /// <returns>Null when there is nothing of that name.</returns>
    public static IImageSource? TryOpen(string path)
    {
        try
        {
            return File.Exists(Path.Combine(path, LayoutSource.IndexFile)) ? new LayoutSource(new FolderFiles(path), path)
                : File.Exists(path) ? OfArchive(path)
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(ImageFailure.Reason.Denied, $"'{path}' cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static IImageSource OfArchive(string path)
    {
        var files = ArchiveFiles.Read(path);
        using var index = files.Open(LayoutSource.IndexFile);
        return index is not null ? new LayoutSource(files, path) : new SavedSource(files, path);
    }
}
