namespace Goldcrest.Wire.Generator.Model;

/// <summary>A member of a structure, or the member, key or value of a list or map.</summary>
internal sealed class Member(string name, string shapeName, Location location, string wireName, bool required)
{
    public string Name { get; } = name;

    public string ShapeName { get; } = shapeName;

    /// <summary>Set once all shapes are read.</summary>
    public Shape Shape { get; set; } = null!;

    public Location Location { get; } = location;

    /// <summary>The JSON member, header, query parameter or label.</summary>
    public string WireName { get; } = wireName;

    public bool Required { get; } = required;

    /// <summary>Its constraints are the service's to check, in its own words; whether it is there is checked all the same.</summary>
    public bool Unchecked { get; set; }

    /// <summary>A timestampFormat of this use alone; null means the shape's, else the protocol's.</summary>
    public string? TimestampFormat { get; set; }
}
