namespace Goldcrest.Wire.Protocol;

/// <summary>One operation of a service, as its model declares it.</summary>
/// <param name="Index">Place in the service's table of operations.</param>
/// <param name="Name">For example <c>CreateFunction</c>.</param>
/// <param name="Method">HTTP method, in capitals.</param>
/// <param name="Uri">Path with labels in braces, perhaps with a constant query.</param>
/// <param name="Status">HTTP status of success unless the output sets another.</param>
public sealed record WireOperation(int Index, string Name, string Method, string Uri, int Status);
