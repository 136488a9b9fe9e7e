namespace Goldcrest.Wire.Protocol;

/// <summary>The output of an operation whose answer has no body.</summary>
public sealed record NoOutput
{
    private NoOutput() { }

    public static NoOutput Instance { get; } = new();
}
