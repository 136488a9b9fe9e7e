namespace Goldcrest.Wire.Generator.Model;

/// <summary>One service, whatever its protocol: what every emitter reads.</summary>
internal sealed class ServiceModel(
    string name,
    string apiVersion,
    string protocol,
    IReadOnlyList<Operation> operations,
    IReadOnlyList<Shape> shapes,
    IReadOnlyList<ErrorShape> errors)
{
    /// <summary>The last part of the namespace and the prefix of the service's types, for example <c>Lambda</c>.</summary>
    public string Name { get; } = name;

    public string ApiVersion { get; } = apiVersion;

    /// <summary>For example <c>rest-json</c>.</summary>
    public string Protocol { get; } = protocol;

    public IReadOnlyList<Operation> Operations { get; } = operations;

    public IReadOnlyList<Shape> Shapes { get; } = shapes;

    public IReadOnlyList<ErrorShape> Errors { get; } = errors;
}
