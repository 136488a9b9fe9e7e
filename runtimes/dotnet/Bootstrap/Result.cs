using System.Reflection;

namespace Goldcrest.DotnetRuntime;

/// <summary>What a handler's result becomes: tasks are waited for, streams copied, everything else serialized.</summary>
internal sealed class Result
{
    public const string HowToAnnotate =
        "To use types other than System.IO.Stream as input/output parameters, the assembly or Lambda function should be annotated with Amazon.Lambda.Core.LambdaSerializerAttribute.";

    private readonly Func<object, object?> _unwrap;
    private readonly Action<object?, Stream>? _write;

    /// <exception cref="LambdaValidationException">The function names no serializer, and its result needs one.</exception>
    public Result(MethodInfo method, Serializer? serializer)
    {
        var declared = method.ReturnType;
        var isValueTask = declared == typeof(ValueTask) || Generic(declared, typeof(ValueTask<>));
        var isTask = isValueTask || typeof(Task).IsAssignableFrom(declared);
        var type = !isTask ? declared : declared.IsGenericType ? declared.GetGenericArguments()[0] : typeof(void);
        _unwrap = isTask ? Waiting(declared, isValueTask, type != typeof(void)) : value => value;
        if (type != typeof(void) && !typeof(Stream).IsAssignableFrom(type))
        {
            _write = serializer?.Writer(type) ?? throw new LambdaValidationException(
                $"Could not find the LambdaSerializerAttribute on the assembly '{method.Module.Assembly.GetName().Name}' or method '{method.Name}' while attempting to "
                + $"serialize output data of type '{type.FullName}'. {HowToAnnotate}");
        }
    }

    public void Write(object? value, MemoryStream bytes)
    {
        var result = value is null ? null : _unwrap(value);
        if (_write is not null)
        {
            _write(result, bytes);
        }
        else if (result is Stream stream)
        {
            using (stream)
            {
                stream.CopyTo(bytes);
            }
        }
    }

    private static Func<object, object?> Waiting(Type declared, bool isValueTask, bool hasResult)
    {
        var asTask = isValueTask ? declared.GetMethod("AsTask")! : null;
        var result = hasResult ? (isValueTask ? typeof(Task<>).MakeGenericType(declared.GetGenericArguments()) : declared).GetProperty("Result")! : null;
        return value =>
        {
            var task = (Task)(asTask?.Invoke(value, null) ?? value);
            // The error itself, not the one that tasks wrap it in.
            task.GetAwaiter().GetResult();
            return result?.GetValue(task);
        };
    }

    private static bool Generic(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
