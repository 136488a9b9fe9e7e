using System.Buffers.Binary;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>Hears from the kernel when an interface of this thread's network namespace gets or loses an address, of either family.</summary>
/// <remarks>.NET's own events tell of IPv4 addresses only.</remarks>
internal sealed unsafe class AddressNews : IPolled, IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawKind = 3;
    private const int RouteProtocol = 0;
    private const uint AddressGroups = 0x10 | 0x100;
    private const int AddressBytes = 12;
    private const int GroupsOffset = 8;
    private const int ReceiveBytes = 64 * 1024;

    private readonly SafeFileHandle _socket;
    private readonly EpollLoop _loop;
    private readonly Action _changed;
    private readonly byte[] _received = new byte[ReceiveBytes];
    private readonly long _key;

    /// <param name="changed">Called on a thread of its own; must not block. News that come fast may be told once.</param>
    public AddressNews(Action changed)
    {
        _changed = changed;
        _socket = Subscribe();
        _loop = new EpollLoop("host addresses");
        _key = _loop.Watch((int)_socket.DangerousGetHandle(), this);
    }

    /// <summary>That there are news is all that matters, also when the kernel had to drop some and says so by an error.</summary>
    public void OnReady()
    {
        fixed (byte* start = _received)
        {
            _ = Libc.Read((int)_socket.DangerousGetHandle(), start, _received.Length);
        }

        _changed();
    }

    public void Dispose()
    {
        _loop.Unwatch((int)_socket.DangerousGetHandle(), _key);
        _loop.Dispose();
        _socket.Dispose();
    }

    private static SafeFileHandle Subscribe()
    {
        // struct sockaddr_nl: u16 family, u16 nothing, u32 port (the kernel's choice), u32 groups.
        Span<byte> address = stackalloc byte[AddressBytes];
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, NetlinkFamily);
        BinaryPrimitives.WriteUInt32LittleEndian(address[GroupsOffset..], AddressGroups);
        var socket = Libc.Socket(NetlinkFamily, RawKind | Libc.CloseOnExec | Libc.NonBlocking, RouteProtocol);
        var handle = new SafeFileHandle(socket, ownsHandle: true);
        fixed (byte* start = address)
        {
            if (socket >= 0 && Libc.Bind(socket, start, AddressBytes) == 0)
            {
                return handle;
            }
        }

        var fault = Fault.Of("listen for changes of the host's addresses");
        handle.Dispose();
        throw fault;
    }
}
