using System.Text.Json;
using Amazon.Lambda.Core;

namespace Echo;

/// <summary>Does what AWS's default serializer does.</summary>
public sealed class JsonByReflection : ILambdaSerializer
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize<T>(requestStream, Options)!;

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, Options);
}
