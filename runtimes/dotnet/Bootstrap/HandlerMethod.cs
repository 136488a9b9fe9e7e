using System.Reflection;
using System.Runtime.CompilerServices;

namespace Goldcrest.DotnetRuntime;

/// <summary>Looks up the method that a handler names, and says why one will not do.</summary>
internal static class HandlerMethod
{
    public const string ContextType = "Amazon.Lambda.Core.ILambdaContext";
    private const BindingFlags Any = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <exception cref="LambdaValidationException">There is no such method, more than one, or one that cannot be a handler.</exception>
    public static MethodInfo Find(Type type, HandlerName handler)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            var named = Array.FindAll(at.GetMethods(Any), method => method.Name == handler.Method);
            if (named.Length > 1)
            {
                throw new LambdaValidationException(
                    $"The method '{handler.Method}' in type '{at.FullName}' appears to have a number of overloads. To call this method please specify a complete "
                    + $"method signature. Possible candidates are:\n{string.Join<MethodInfo>('\n', named)}.");
            }

            if (named is [var method])
            {
                return Checked(method, type);
            }
        }

        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetMethods(Any).SingleOrDefault(method => method.ToString() == handler.Method) is { } method)
            {
                return Checked(method, type);
            }
        }

        throw new LambdaValidationException(
            $"Unable to find method '{handler.Method}' in type '{handler.Type}' from assembly '{new AssemblyName(handler.Assembly)}': "
            + $"Found no methods matching method name '{handler.Method}'.");
    }

    private static MethodInfo Checked(MethodInfo method, Type type)
    {
        var parameters = method.GetParameters();
        var flaw = method switch
        {
            { IsAbstract: true } => $"The method '{method}' cannot be used as a Lambda Handler because it is an abstract method. Handler methods cannot be abstract. Please specify a non-abstract handler method.",
            { IsGenericMethod: true } => $"The method '{method}' cannot be used as a Lambda Handler because it is a generic method. Handler methods cannot be generic. Please specify a non-generic handler method.",
            _ when method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false) =>
                $"The method '{method}' cannot be used as a Lambda Handler because it is an 'async void' method. Handler methods cannot be 'async void'. Please specify a method that is not 'async void'.",
            _ when parameters.Length > 0 && parameters[^1].IsDefined(typeof(ParamArrayAttribute), inherit: false) =>
                $"The method '{method}' cannot be used as a Lambda Handler because it is a 'params' method. Please specify a method that does not use 'params'.",
            _ when type.IsGenericType => $"The type '{type.FullName}' cannot be used as a Lambda Handler type because it is generic. Handler methods cannot be located in generic types. Please specify a handler method in a non-generic type.",
            { IsStatic: false } when type.IsAbstract => $"The instance method '{method}' cannot be used as a Lambda Handler because its type '{type.FullName}' is abstract. Please either use a static handler or specify a type that is not abstract.",
            _ when parameters.Length > 2 => $"Method '{method.Name}' of type '{type.FullName}' is not supported: the method has more than 2 parameters.",
            _ when parameters.Length == 2 && parameters[1].ParameterType.FullName != ContextType =>
                $"Method '{method.Name}' of type '{type.FullName}' is not supported: the method has 2 parameters, but the second parameter is not of type '{ContextType}'.",
            _ => null,
        };
        return flaw is null ? method : throw new LambdaValidationException(flaw);
    }
}
