namespace Goldcrest.Wire.Generator.Model;

/// <summary>One operation of a service.</summary>
internal sealed class Operation(string name, string method, string uri, int status, Shape? input, Shape? output)
{
    public string Name { get; } = name;

    public string Method { get; } = method;

    /// <summary>Path with <c>{Labels}</c>, perhaps with a constant query.</summary>
    public string Uri { get; } = uri;

    public int Status { get; } = status;

    public Shape? Input { get; } = input;

    public Shape? Output { get; } = output;
}
