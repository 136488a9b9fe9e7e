namespace Goldcrest.Core.Images;

/// <summary>Where an image is fetched from.</summary>
public abstract record ImagePlace
{
    private ImagePlace()
    {
    }

    /// <summary>The name below the place: repository without tag and digest.</summary>
    public abstract string Repository { get; init; }

    /// <param name="Address">Scheme and authority, maybe with a path that stands before the repository's name; without a slash at its end.</param>
    /// <param name="IsConfigured">Whether the operator named the address: then it may be anywhere, on this machine too.</param>
    public sealed record Registry(Uri Address, string Repository, bool IsConfigured) : ImagePlace;

    /// <summary>A folder of layouts and archives.</summary>
    public sealed record Folder(string Path, string Repository) : ImagePlace;
}
