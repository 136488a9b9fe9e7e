using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Goldcrest.Server.Hosting;

/// <summary>
/// The memory that connections are read into and written from. Its blocks are larger than the web server's own of 4 KiB: code comes in megabytes, and
/// each block costs a call into the kernel (docs/performance.md#diary). A connection that waits holds none.
/// </summary>
internal sealed class ConnectionBuffers : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    /// <summary>Of one block.</summary>
    public const int BlockBytes = 32 * 1024;

    /// <summary>Blocks that are kept for the next who asks; more than that are left to the garbage collector.</summary>
    public const int MostKept = 128;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _kept;

    public override int MaxBufferSize => BlockBytes;

    /// <summary>Every endpoint shares the one pool.</summary>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <exception cref="ArgumentOutOfRangeException">More than a block is asked for.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_free.TryDequeue(out var block))
        {
            return new Block(this);
        }

        Interlocked.Decrement(ref _kept);
        block.HandOut();
        return block;
    }

    /// <summary>Whoever asked for the pool gives it back; it goes with the process.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _kept) <= MostKept)
        {
            _free.Enqueue(block);
        }
        else
        {
            Interlocked.Decrement(ref _kept);
        }
    }

    private sealed class Block(ConnectionBuffers owner) : IMemoryOwner<byte>
    {
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        private int _isRented = 1;

        public Memory<byte> Memory => _bytes;

        public void HandOut() => Volatile.Write(ref _isRented, 1);

        /// <summary>Giving back twice does nothing: the block may be somebody else's by then.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isRented, 0) == 1)
            {
                owner.Return(this);
            }
        }
    }
}
