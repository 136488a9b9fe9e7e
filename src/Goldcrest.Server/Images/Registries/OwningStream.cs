namespace Goldcrest.Server.Images.Registries;

/// <summary>The body of an answer, whose connection is given back when the stream is disposed.</summary>
internal sealed class OwningStream(Stream body, HttpResponseMessage response) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The body ends before.</exception>
    public async Task SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        var passed = new byte[64 * 1024];
        while (bytes > 0)
        {
            var count = await body.ReadAsync(passed.AsMemory(0, (int)Math.Min(bytes, passed.Length)), cancellationToken);
            bytes -= count > 0 ? count : throw new IOException("the answer is shorter than before");
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => body.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        body.Dispose();
        response.Dispose();
        base.Dispose(disposing);
    }
}
