namespace Goldcrest.Server.Images.Registries;

/// <summary>The body of an answer, whose connection is given back when the stream is disposed.</summary>
internal sealed class OwningStream(Stream body, HttpResponseMessage response) : ForwardStream
{
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

    protected override void Dispose(bool disposing)
    {
        body.Dispose();
        response.Dispose();
        base.Dispose(disposing);
    }
}
