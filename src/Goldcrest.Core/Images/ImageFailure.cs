namespace Goldcrest.Core.Images;

/// <summary>Why an image cannot be had.</summary>
/// <param name="Detail">For the log, and for callers where AWS has no words of its own. Names no secret.</param>
public sealed record ImageFailure(ImageFailure.Reason Kind, string Detail)
{
    public enum Reason
    {
        /// <summary>There is no such image, or it is gone.</summary>
        Missing,

        /// <summary>The registry does not let this node have it.</summary>
        Denied,

        /// <summary>It is an image of a form that is not understood, or for another processor.</summary>
        Unsupported,

        /// <summary>It is not what it says: hashes, sizes or archives are wrong, or it tries to leave its own tree.</summary>
        Broken,

        /// <summary>It holds more than one image may.</summary>
        TooLarge,

        /// <summary>The registry cannot be reached, does not answer in time or breaks off, again and again.</summary>
        Unreachable,
    }
}
