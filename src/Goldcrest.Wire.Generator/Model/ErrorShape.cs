namespace Goldcrest.Wire.Generator.Model;

/// <summary>An error as it goes over the wire.</summary>
internal sealed class ErrorShape(Shape shape, string code, int status, bool isServerFault)
{
    public Shape Shape { get; } = shape;

    public string Code { get; } = code;

    public int Status { get; } = status;

    public bool IsServerFault { get; } = isServerFault;
}
