using System.Reflection;

namespace Goldcrest.DotnetRuntime;

/// <summary>The serializer that a function names by LambdaSerializerAttribute, on its method or on its assembly.</summary>
internal sealed class Serializer
{
    private const string Attribute = "Amazon.Lambda.Core.LambdaSerializerAttribute";
    private const string Interface = "Amazon.Lambda.Core.ILambdaSerializer";

    private readonly object _instance;
    private readonly Type _shape;

    private Serializer(object instance, Type shape) => (_instance, _shape) = (instance, shape);

    /// <returns>Null when the function names none.</returns>
    /// <exception cref="LambdaValidationException">What it names is no serializer.</exception>
    public static Serializer? Find(MethodInfo method)
    {
        var isOverride = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        var attribute = (isOverride ? Array.Find(method.GetCustomAttributes(inherit: true), IsIt) : Find(method, method.GetCustomAttributesData()))
            ?? Find(method.Module.Assembly, method.Module.Assembly.GetCustomAttributesData());
        if (attribute is null)
        {
            return null;
        }

        if (attribute.GetType().GetProperty("SerializerType")?.GetValue(attribute) is not Type type)
        {
            throw new LambdaValidationException($"The 'SerializerType' property on attribute class '{attribute.GetType().FullName}' is not set.");
        }

        if (type.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            throw new LambdaValidationException($"The indicated serializer '{type.FullName}' does not define a public zero-parameter constructor.");
        }

        return type.GetInterface(Interface) is { } shape
            ? new Serializer(constructor.Invoke(null), shape)
            : throw new LambdaValidationException($"The '{type.FullName}' class is invalid: it does not implement the 'ILambdaSerializer' interface.");
    }

    public Func<Stream, object?> Reader(Type type)
    {
        var read = MethodInvoker.Create(_shape.GetMethod("Deserialize")!.MakeGenericMethod(type));
        return stream => read.Invoke(_instance, stream);
    }

    public Action<object?, Stream> Writer(Type type)
    {
        var write = MethodInvoker.Create(_shape.GetMethod("Serialize")!.MakeGenericMethod(type));
        return (value, stream) => write.Invoke(_instance, value, stream);
    }

    /// <summary>By what is written of each, for making an object of every attribute would take longer than anything else here.</summary>
    private static object? Find(ICustomAttributeProvider place, IList<CustomAttributeData> all)
    {
        foreach (var data in all)
        {
            if (data.AttributeType.FullName == Attribute)
            {
                return place.GetCustomAttributes(data.AttributeType, inherit: false)[0];
            }
        }

        return null;
    }

    private static bool IsIt(object attribute) => attribute.GetType().FullName == Attribute;
}
