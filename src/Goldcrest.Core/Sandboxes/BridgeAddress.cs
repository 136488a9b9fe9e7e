using System.Net;

namespace Goldcrest.Core.Sandboxes;

/// <summary>An address, and how much of it its neighbours share.</summary>
public sealed record BridgeAddress(IPAddress Address, int Prefix)
{
    /// <summary>The neighbours.</summary>
    public IPNetwork Network
    {
        get
        {
            var bytes = Address.GetAddressBytes();
            for (var bit = Prefix; bit < 8 * bytes.Length; bit++)
            {
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            }

            return new IPNetwork(new IPAddress(bytes), Prefix);
        }
    }

    /// <returns>Null for what is not written like <c>10.0.3.10/24</c>.</returns>
    public static BridgeAddress? TryParse(string text) =>
        text.Split('/') is [var address, var prefix]
        && IPAddress.TryParse(address, out var parsed)
        && int.TryParse(prefix, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)
        && length <= 8 * parsed.GetAddressBytes().Length
            ? new BridgeAddress(parsed, length)
            : null;
}
