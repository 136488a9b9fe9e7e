using System.Security.Cryptography;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images;

/// <summary>
/// A blob as it comes: not a byte more than was announced, and at its end the hash that was announced, or an exception. A connection that breaks off is taken up again
/// where it ended, as long as each try brings something.
/// </summary>
internal sealed class BlobStream(IImageSource source, BlobDescriptor blob, Action<long> onProgress, TimeProvider time, CancellationToken cancellationToken) : ForwardStream
{
    private const int EmptyTries = 3;

    /// <summary>A registry that sends nothing for so long has broken off.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream? _current;
    private long _read;
    private int _emptyTries;
    private bool _verified;

    /// <exception cref="ImageException">It is not what was announced, or breaks off again and again.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken token = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = await TryReadAsync(buffer);
            if (count > 0)
            {
                Note(buffer.Span[..count]);
                return count;
            }

            if (count == 0 && _read == blob.Bytes)
            {
                Verify();
                return 0;
            }

            await BreakOffAsync();
        }

        return 0;
    }

    /// <summary>Reads what is left, so that the hash is known to be right.</summary>
    public async Task DrainAsync()
    {
        var rest = new byte[64 * 1024];
        while (await ReadAsync(rest, cancellationToken) > 0)
        {
        }
    }

    protected override void Dispose(bool disposing)
    {
        _current?.Dispose();
        _hash.Dispose();
        base.Dispose(disposing);
    }

    /// <returns>Bytes read, 0 at the end of what came, -1 when the connection failed.</returns>
    private async ValueTask<int> TryReadAsync(Memory<byte> buffer)
    {
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            _current ??= await source.OpenBlobAsync(blob, _read, either.Token);
            return await _current.ReadAsync(buffer, either.Token);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or ImageException { Failure.Kind: ImageFailure.Reason.Unreachable })
        {
            return -1;
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return -1;
        }
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        if (_read > blob.Bytes)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"{blob.Digest} has more than the {blob.Bytes} bytes that were announced");
        }

        _hash.AppendData(bytes);
        _emptyTries = 0;
        onProgress(bytes.Length);
    }

    private void Verify()
    {
        if (!_verified && Convert.ToHexStringLower(_hash.GetHashAndReset()) != blob.Sha256Hex)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"{blob.Digest} has another content than was announced");
        }

        _verified = true;
    }

    private async Task BreakOffAsync()
    {
        _current?.Dispose();
        _current = null;
        if (++_emptyTries >= EmptyTries)
        {
            throw new ImageException(ImageFailure.Reason.Unreachable, $"{blob.Digest} broke off after {_read} of {blob.Bytes} bytes");
        }

        await Task.Delay(Pause, time, cancellationToken);
    }
}
