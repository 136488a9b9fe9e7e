namespace Goldcrest.Wire.Protocol;

/// <summary>The input of an operation that takes nothing.</summary>
internal sealed record NoInput
{
    private NoInput() { }

    public static NoInput Instance { get; } = new();
}
