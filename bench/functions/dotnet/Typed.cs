using Amazon.Lambda.Core;

namespace Echo;

/// <summary>The event as an object and back, by reflection: what most functions do.</summary>
public sealed class Typed
{
    [LambdaSerializer(typeof(JsonByReflection))]
    public Event Handle(Event input, ILambdaContext context) => context.FunctionName.Length > 0 ? input : new Event(null);
}
