using System.Net;

namespace Goldcrest.Core.Sandboxes;

/// <summary>Something that a security group lets out.</summary>
/// <param name="FirstPort">Null: all ports.</param>
/// <param name="To">Null: all addresses of both families.</param>
public sealed record EgressRule(EgressProtocol Protocol, int? FirstPort, int? LastPort, IPNetwork? To);
