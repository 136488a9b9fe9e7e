using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images;

/// <summary>An image cannot be had. Carries what becomes an outcome at the feature's front door; in between lie streams, which have no other way.</summary>
internal sealed class ImageException(ImageFailure failure, Exception? cause = null) : Exception(failure.Detail, cause)
{
    public ImageException(ImageFailure.Reason kind, string detail, Exception? cause = null)
        : this(new ImageFailure(kind, detail), cause)
    {
    }

    public ImageFailure Failure => failure;
}
