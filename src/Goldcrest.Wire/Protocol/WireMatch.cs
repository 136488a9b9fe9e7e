namespace Goldcrest.Wire.Protocol;

/// <summary>The operation that a request line names, and where in the path its labels are. Nothing is decoded yet.</summary>
public readonly struct WireMatch
{
    private readonly string _rawPath;
    private readonly Range _first;
    private readonly Range _second;
    private readonly Range _third;

    internal WireMatch(WireOperation operation, string rawPath, Range first = default, Range second = default, Range third = default)
    {
        Operation = operation;
        _rawPath = rawPath;
        _first = first;
        _second = second;
        _third = third;
    }

    public WireOperation Operation { get; }

    /// <summary>A label's value, percent-decoded; escapes that are not valid stay as they were sent.</summary>
    /// <param name="index">Place of the label in the operation's URI, from 0.</param>
    internal string Label(int index)
    {
        var raw = _rawPath.AsSpan()[index switch { 0 => _first, 1 => _second, _ => _third }];
        return raw.Contains('%') ? Uri.UnescapeDataString(raw) : raw.ToString();
    }
}
