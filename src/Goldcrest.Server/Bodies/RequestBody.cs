using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Bodies;

/// <summary>Reads what a client or a runtime sends, up to a limit.</summary>
internal static class RequestBody
{
    /// <summary>What is set aside before anything has come: a length that is only claimed costs no more.</summary>
    private const int FirstBytes = 64 * 1024;

    /// <param name="request">Not read yet.</param>
    /// <param name="maxBytes">Of the body.</param>
    /// <param name="isRestRead">Whether a body that is refused is read to its end all the same, for clients that listen only then.</param>
    /// <param name="place">Grows with what has come; null when nobody counts. The caller disposes it when the body is of no more use.</param>
    /// <param name="cancellationToken">Ends the waiting for more.</param>
    /// <exception cref="IOException">The client broke off.</exception>
    public static async Task<BodyOutcome> ReadAsync(
        HttpRequest request, int maxBytes, bool isRestRead, BodyRoom.Place? place, CancellationToken cancellationToken)
    {
        BodyOutcome? refused = request.ContentLength > maxBytes ? new BodyOutcome.TooLong() : null;
        if (refused is not null && !isRestRead)
        {
            return refused;
        }

        // Taken out of the connection's buffers as it comes: looking again at what is still in them takes time that grows with its square.
        var body = new GrowingBody(request.ContentLength, maxBytes, place);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            refused ??= body.Append(read.Buffer);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || (refused is not null && !isRestRead))
            {
                return refused ?? new BodyOutcome.Whole(body.Bytes);
            }
        }
    }

    private sealed class GrowingBody(long? claimedBytes, int maxBytes, BodyRoom.Place? place)
    {
        private readonly int _expected = (int)Math.Min(claimedBytes ?? FirstBytes, maxBytes);
        private byte[] _bytes = [];
        private int _length;

        public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

        /// <returns>Why it cannot be taken; null when it was.</returns>
        public BodyOutcome? Append(ReadOnlySequence<byte> arrived)
        {
            if (_length + arrived.Length > maxBytes)
            {
                return new BodyOutcome.TooLong();
            }

            var needed = _length + (int)arrived.Length;
            if (needed > _bytes.Length && !TryGrow(needed))
            {
                return new BodyOutcome.NoRoom();
            }

            arrived.CopyTo(_bytes.AsSpan(_length));
            _length = needed;
            return null;
        }

        private bool TryGrow(int needed)
        {
            var size = Math.Max(needed, Math.Min(_expected, Math.Max(FirstBytes, _bytes.Length * 4)));
            if (place?.TryGrow(size - _bytes.Length) == false)
            {
                return false;
            }

            var larger = GC.AllocateUninitializedArray<byte>(size);
            _bytes.AsSpan(0, _length).CopyTo(larger);
            _bytes = larger;
            return true;
        }
    }
}
