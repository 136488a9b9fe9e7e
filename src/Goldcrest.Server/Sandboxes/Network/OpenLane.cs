using System.Net;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>A lane that stands in the router.</summary>
/// <param name="Number">Names of its links have it. 0 is the usual lane.</param>
/// <param name="First">The address of the sandbox with number 0.</param>
/// <param name="Numbers">Which of its addresses are taken.</param>
/// <param name="HasIpv6">Whether its sandboxes have an IPv6 address.</param>
internal sealed record OpenLane(int Number, IPAddress First, SandboxNumbers Numbers, bool HasIpv6);
