namespace Goldcrest.Wire.Generator.Model;

/// <summary>One shape of a service model, with everything that the emitters ask for.</summary>
internal sealed class Shape(string name, Kind kind)
{
    public string Name { get; } = name;

    public Kind Kind { get; } = kind;

    /// <summary>Of a structure, in the order of the model.</summary>
    public IReadOnlyList<Member> Members { get; set; } = [];

    /// <summary>Of a list: the member; of a map: the value.</summary>
    public Member? Element { get; set; }

    /// <summary>Of a map.</summary>
    public Member? Key { get; set; }

    /// <summary>The member that is the whole body; null when the body is an object of members.</summary>
    public Member? Payload { get; set; }

    /// <summary>Empty when the shape is no enum.</summary>
    public IReadOnlyList<string> Values { get; set; } = [];

    public string? Pattern { get; set; }

    /// <summary>As written in the model, because <c>1</c> and <c>1.0</c> are worded differently.</summary>
    public string? Min { get; set; }

    public string? Max { get; set; }

    public bool Sensitive { get; set; }

    public bool IsEventStream { get; set; }

    public string? TimestampFormat { get; set; }

    /// <summary>How the refusal of a list's items is worded: a name of the run-time's ItemWording.</summary>
    public string ItemWording { get; set; } = "Wrapped";

    /// <summary>What an answer with a blob as its body is called; null means the protocol's default.</summary>
    public string? PayloadContentType { get; set; }

    public bool IsEnum => Values.Count > 0;

    public bool IsStructure => Kind == Kind.Structure;
}
