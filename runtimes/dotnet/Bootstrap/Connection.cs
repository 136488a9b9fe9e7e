using System.Runtime.InteropServices;

namespace Goldcrest.DotnetRuntime;

/// <summary>
/// One TCP connection to an IPv4 address, on the system's own calls: System.Net.Sockets brings ten assemblies, a thread pool and its telemetry into every cold
/// start.
/// </summary>
internal sealed unsafe partial class Connection : IDisposable
{
    private const int AddressFamily = 2;
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;
    private const string Library = "libc";

    private int _descriptor;

    private Connection(int descriptor) => _descriptor = descriptor;

    /// <param name="address">Four bytes.</param>
    /// <exception cref="RuntimeApiException">Nobody listens there.</exception>
    public static Connection Open(ReadOnlySpan<byte> address, int port)
    {
        var descriptor = socket(AddressFamily, Stream | CloseOnExec, 0);
        var connection = descriptor >= 0 ? new Connection(descriptor) : throw Lost();
        var one = 1;
        _ = setsockopt(descriptor, TcpLevel, NoDelay, &one, sizeof(int));

        // struct sockaddr_in: the family in the machine's order, the port in the network's, the address, eight zeros.
        var place = stackalloc byte[16];
        new Span<byte>(place, 16).Clear();
        place[0] = AddressFamily;
        place[2] = (byte)(port >> 8);
        place[3] = (byte)port;
        address.CopyTo(new Span<byte>(place + 4, 4));
        if (connect(descriptor, place, 16) == 0)
        {
            return connection;
        }

        var failure = Lost();
        connection.Dispose();
        throw failure;
    }

    /// <exception cref="RuntimeApiException">The connection broke.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                done += Count(send(_descriptor, start + done, bytes.Length - done, NoSignal));
            }
        }
    }

    /// <returns>How many bytes came; 0 at the end.</returns>
    /// <exception cref="RuntimeApiException">The connection broke.</exception>
    public int Receive(Span<byte> place)
    {
        fixed (byte* start = place)
        {
            nint count;
            do
            {
                count = recv(_descriptor, start, place.Length, 0);
            }
            while (count < 0 && Marshal.GetLastSystemError() == Interrupted);

            return (int)Count(count);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _descriptor, -1) is >= 0 and var descriptor)
        {
            _ = close(descriptor);
        }
    }

    private static nint Count(nint result) => result >= 0 ? result : Marshal.GetLastSystemError() == Interrupted ? 0 : throw Lost();

    private static RuntimeApiException Lost() => new($"Lost the Runtime API: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}");

    [LibraryImport(Library)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport(Library)]
    private static partial int setsockopt(int descriptor, int level, int option, void* value, uint size);

    [LibraryImport(Library)]
    private static partial int connect(int descriptor, byte* address, uint size);

    [LibraryImport(Library)]
    private static partial nint send(int descriptor, byte* bytes, nint count, int flags);

    [LibraryImport(Library)]
    private static partial nint recv(int descriptor, byte* bytes, nint count, int flags);

    [LibraryImport(Library)]
    private static partial int close(int descriptor);
}
