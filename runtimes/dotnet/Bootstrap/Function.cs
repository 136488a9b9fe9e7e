using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Goldcrest.DotnetRuntime;

/// <summary>A handler, ready to be called.</summary>
internal sealed class Function
{
    private readonly MethodInvoker _method;
    private readonly object? _target;
    private readonly Func<Stream, object?>? _read;
    private readonly bool _takesContext;
    private readonly bool _takesContextFirst;
    private readonly Result _result;

    private Function(MethodInfo method, object? target)
    {
        var parameters = method.GetParameters();
        var serializer = Serializer.Find(method);
        _method = MethodInvoker.Create(method);
        _target = target;
        _takesContextFirst = parameters.Length > 0 && parameters[0].ParameterType.FullName == HandlerMethod.ContextType;
        _takesContext = parameters.Length == 2;
        _read = parameters.Length > 0 && !_takesContextFirst ? Reader(parameters[0].ParameterType, method, serializer) : null;
        _result = new Result(method, serializer);
    }

    /// <summary>Runs the constructor, or the static one, of the handler's type: their time is INIT's.</summary>
    /// <exception cref="LambdaValidationException">There is no such handler, or it cannot be one.</exception>
    public static Function Load(HandlerName handler)
    {
        var type = LoadAssembly(handler.Assembly).GetType(handler.Type)
            ?? throw new LambdaValidationException($"Unable to load type '{handler.Type}' from assembly '{handler.Assembly}'.");
        var method = HandlerMethod.Find(type, handler);
        if (!method.IsStatic)
        {
            return new Function(method, Activator.CreateInstance(type));
        }

        RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return new Function(method, target: null);
    }

    /// <returns>What the handler answered, in bytes; none for a handler without a result. Throws what the handler throws.</returns>
    public MemoryStream Invoke(Reply invocation, Log log)
    {
        var bytes = new MemoryStream();
        _result.Write(Call(invocation, log), bytes);
        return bytes;
    }

    private object? Call(Reply invocation, Log log)
    {
        if (_read is null)
        {
            return _takesContextFirst ? _method.Invoke(_target, MakeContext(invocation, log)) : _method.Invoke(_target);
        }

        var input = _read(new MemoryStream(invocation.Body, 0, invocation.Body.Length, writable: false, publiclyVisible: true));
        return _takesContext ? _method.Invoke(_target, input, MakeContext(invocation, log)) : _method.Invoke(_target, input);
    }

    /// <summary>Apart, so that handlers without a context run without Amazon.Lambda.Core.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable CA1859 // The type must not be named in a signature that is read before it is needed.
    private static object MakeContext(Reply invocation, Log log) => new InvocationContext(invocation, log);
#pragma warning restore CA1859

    private static Func<Stream, object?> Reader(Type type, MethodInfo method, Serializer? serializer)
    {
        if (type == typeof(Stream))
        {
            return stream => stream;
        }

        return serializer?.Reader(type) ?? throw new LambdaValidationException(
            $"Could not find the LambdaSerializerAttribute on the assembly '{method.Module.Assembly.GetName().Name}' or method '{method.Name}' while attempting to "
            + $"deserialize input data of type '{type.FullName}'. {Result.HowToAnnotate}");
    }

    private static Assembly LoadAssembly(string name)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name));
        }
        catch (FileNotFoundException missing)
        {
            throw new LambdaValidationException(
                $"Could not find the specified handler assembly with the file name '{missing.FileName}'. The assembly should be located in the root of your uploaded .zip file.");
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            throw new LambdaValidationException($"Unable to load assembly '{name}'.");
        }
    }
}
