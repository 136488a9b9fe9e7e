using System.Net;
using System.Net.Sockets;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Registries;

/// <summary>Which addresses a request for an image may go to: a registry must not make this node talk to itself, or to the machine's own services.</summary>
/// <remarks>Source: docs/contracts/images.md#where-requests-go.</remarks>
internal static class RegistryReach
{
    /// <summary>Set on a request that may go to this machine: its registry is configured, or was named by the caller.</summary>
    public static readonly HttpRequestOptionsKey<bool> ThisMachine = new("goldcrest.this-machine");

    /// <summary>Set on a request that may go anywhere: the operator named its registry.</summary>
    public static readonly HttpRequestOptionsKey<bool> Anywhere = new("goldcrest.anywhere");

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);

    public static HttpMessageInvoker CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectPatience,
        MaxResponseHeadersLength = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = ConnectAsync,
    });

    /// <returns>Whether an address may be connected to.</returns>
    public static bool Allows(IPAddress address, bool isThisMachineMeant, bool isAnywhereMeant)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var isOwn = IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any);
        var isLinkLocal = plain.IsIPv6LinkLocal || plain.IsIPv6Multicast || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..] or [0, ..] or [>= 224, ..]);
        return isAnywhereMeant || (isOwn ? isThisMachineMeant : !isLinkLocal);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var options = context.InitialRequestMessage.Options;
        var (isOwn, isAny) = (options.TryGetValue(ThisMachine, out var own) && own, options.TryGetValue(Anywhere, out var any) && any);
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => Allows(address, isOwn, isAny)).ToArray();
        if (allowed.Length == 0)
        {
            throw new ImageException(
                ImageFailure.Reason.Denied, $"{context.DnsEndPoint.Host} leads to this machine, or to a network of its own, and is not configured as a registry");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
