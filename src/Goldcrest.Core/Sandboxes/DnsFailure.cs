namespace Goldcrest.Core.Sandboxes;

/// <summary>Why a question is not answered, by the codes of RFC 1035, section 4.1.1.</summary>
public enum DnsFailure
{
    /// <summary>FORMERR.</summary>
    Malformed = 1,

    /// <summary>SERVFAIL: nobody could be asked, or nobody answered.</summary>
    NoAnswer = 2,

    /// <summary>NXDOMAIN.</summary>
    NoSuchName = 3,

    /// <summary>NOTIMP.</summary>
    NotImplemented = 4,

    /// <summary>REFUSED.</summary>
    Refused = 5,
}
