namespace Goldcrest.Server.Identity;

/// <summary>Why a request was not believed.</summary>
internal enum AuthRefusal
{
    /// <summary>Not signed at all.</summary>
    Unsigned,

    /// <summary>Signed, but parts are missing or cannot be read.</summary>
    Incomplete,

    /// <summary>No such key, or the wrong session token.</summary>
    UnknownKey,

    /// <summary>The signature is wrong, too old, too new, or for something else.</summary>
    BadSignature,

    /// <summary>The temporary key is past its end.</summary>
    ExpiredKey,
}
