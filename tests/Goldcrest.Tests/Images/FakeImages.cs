using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Images;

namespace Goldcrest.Tests.Images;

/// <summary>Has every image: its digest is made of its name, and it is there at once, unless a test says otherwise.</summary>
internal sealed class FakeImages : IImageLibrary
{
    /// <summary>What comes of naming an image.</summary>
    public ImageFailure? NotResolved { get; set; }

    /// <summary>What comes of pulling one.</summary>
    public ImageFailure? NotPulled { get; set; }

    /// <summary>What pulling one throws.</summary>
    public Exception? Fault { get; set; }

    public Task<(ImageHold? Hold, ImageFailure? Failure)> ResolveAsync(ImageUri image, string architecture, CancellationToken cancellationToken) =>
        Task.FromResult<(ImageHold?, ImageFailure?)>(NotResolved is null ? (new ImageHold(DigestOf(image), new Nothing()), null) : (null, NotResolved));

    public Task<ImageFailure?> PullAsync(ImageUri image, string sha256Hex, CancellationToken cancellationToken) => Fault is null ? Task.FromResult(NotPulled) : Task.FromException<ImageFailure?>(Fault);

    public static string DigestOf(ImageUri image) => image.Digest ?? TestImage.Hash(System.Text.Encoding.UTF8.GetBytes(image.Text));

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
