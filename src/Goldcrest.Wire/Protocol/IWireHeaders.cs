namespace Goldcrest.Wire.Protocol;

/// <summary>Read access to a request's headers, so that the wire needs no web framework and copies nothing.</summary>
public interface IWireHeaders
{
    /// <param name="name">Compared without regard to case.</param>
    /// <returns>The value; repeated headers joined by a comma; null when the header is absent.</returns>
    string? Find(string name);

    /// <summary>Every header whose name starts with the prefix, by full name.</summary>
    IEnumerable<KeyValuePair<string, string>> StartingWith(string prefix);
}
