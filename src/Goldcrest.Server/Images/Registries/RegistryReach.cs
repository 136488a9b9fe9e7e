using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Goldcrest.Core.Images;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Images.Registries;

/// <summary>Which addresses a request for an image may go to: a registry must not make this node talk to itself, or to the machine's own services.</summary>
/// <remarks>Source: docs/contracts/images.md#where-requests-go.</remarks>
internal static class RegistryReach
{
    /// <summary>Set on a request that may go to this machine: its registry is configured, or was named by the caller.</summary>
    public static readonly HttpRequestOptionsKey<bool> ThisMachine = new("goldcrest.this-machine");

    /// <summary>Set on a request that may go anywhere: the operator named its registry.</summary>
    public static readonly HttpRequestOptionsKey<bool> Anywhere = new("goldcrest.anywhere");

    /// <summary>Networks without IPv4 reach it so.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

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

    /// <param name="address">Where the request would go.</param>
    /// <param name="own">The machine's addresses.</param>
    /// <param name="isThisMachineMeant">As <see cref="ThisMachine"/>.</param>
    /// <param name="isAnywhereMeant">As <see cref="Anywhere"/>.</param>
    /// <returns>Whether an address may be connected to.</returns>
    public static bool Allows(IPAddress address, IReadOnlyCollection<IPAddress> own, bool isThisMachineMeant, bool isAnywhereMeant)
    {
        var plain = Plain(address);
        var isOwn = IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any) || own.Contains(plain);
        return isAnywhereMeant || (isOwn ? isThisMachineMeant : !RefusedNetworks.Contains(plain));
    }

    /// <summary>An IPv4 address that stands in an IPv6 one, mapped or for the network's translator, is judged as what it is.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 || Translated.Contains(address) ? new IPAddress(address.GetAddressBytes()[12..]) : address;

    private static List<IPAddress> OwnAddresses() => [.. NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)];

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var options = context.InitialRequestMessage.Options;
        var (isOwn, isAny) = (options.TryGetValue(ThisMachine, out var own) && own, options.TryGetValue(Anywhere, out var any) && any);
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var machine = OwnAddresses();
        var allowed = addresses.Where(address => Allows(address, machine, isOwn, isAny)).ToArray();
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
