using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>Speaks with the kernel about one network namespace: that of the thread that opened it.</summary>
/// <remarks>Safe for many threads.</remarks>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawKind = 3;
    private const int RouteProtocol = 0;
    private const int FilterProtocol = 12;
    private const int HeaderBytes = 16;
    private const ushort ErrorType = 2;
    private const int ReceiveBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _socket;
    private readonly byte[] _received = new byte[ReceiveBytes];

    private NetlinkSocket(SafeFileHandle socket) => _socket = socket;

    /// <summary>About links, addresses and routes.</summary>
    public static NetlinkSocket Open() => Open(RouteProtocol);

    /// <summary>About nftables. Tables made with the flag <c>owner</c> go when this socket is closed.</summary>
    public static NetlinkSocket OpenForFilters() => Open(FilterProtocol);

    /// <summary>Carries out all requests of a batch, in order.</summary>
    /// <exception cref="SandboxLaunchException">One of them failed; those behind it were tried nevertheless.</exception>
    public void Run(NetlinkBatch batch)
    {
        if (TryRun(batch) is { } failure)
        {
            throw Fault.Of(failure.Step, failure.Error);
        }
    }

    /// <returns>The first request that failed, and the error's number; null when all went well.</returns>
    public (string Step, int Error)? TryRun(NetlinkBatch batch)
    {
        lock (_lock)
        {
            Send(batch.ToArray());
            (string Step, int Error)? first = null;
            for (var answered = 0; answered < batch.Steps.Count;)
            {
                // The kernel has answered before the write returns: there is nothing to wait for.
                answered += ReadAnswers(batch.Steps, ref first);
            }

            return first;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static NetlinkSocket Open(int protocol)
    {
        var socket = Libc.Socket(NetlinkFamily, RawKind | Libc.CloseOnExec | Libc.NonBlocking, protocol);
        return socket >= 0 ? new NetlinkSocket(new SafeFileHandle(socket, ownsHandle: true)) : throw Fault.Of("open a netlink socket");
    }

    private void Send(byte[] bytes)
    {
        fixed (byte* start = bytes)
        {
            if (Libc.Write((int)_socket.DangerousGetHandle(), start, bytes.Length) != bytes.Length)
            {
                throw Fault.Of("ask the kernel for a change of its network");
            }
        }
    }

    private int ReadAnswers(IReadOnlyList<string> steps, ref (string Step, int Error)? first)
    {
        nint length;
        fixed (byte* start = _received)
        {
            length = Libc.Read((int)_socket.DangerousGetHandle(), start, _received.Length);
        }

        if (length < 0)
        {
            return Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted ? 0 : throw Fault.Of("read the kernel's answer about its network");
        }

        var count = 0;
        var rest = _received.AsSpan(0, (int)length);
        while (rest.Length >= HeaderBytes + sizeof(int))
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(rest);
            var step = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]) - 1;
            var error = -BinaryPrimitives.ReadInt32LittleEndian(rest[HeaderBytes..]);
            if (BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]) == ErrorType)
            {
                count++;
                first ??= error == 0 ? null : (steps[step], error);
            }

            rest = rest[Math.Min((size + 3) & ~3, rest.Length)..];
        }

        return count;
    }
}
