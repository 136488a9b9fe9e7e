namespace Goldcrest.Core.Sandboxes;

public enum EgressProtocol
{
    All,
    Tcp,
    Udp,
    Icmp,
}
