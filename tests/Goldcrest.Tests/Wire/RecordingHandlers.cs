using System.Reflection;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

/// <summary>Registers a handler for every operation: it remembers its request and answers what the test told it, else the error
/// <see cref="Reached"/>.</summary>
public sealed class RecordingHandlers : IServiceProvider
{
    public const string Reached = "ReachedTheHandlerException";

    public object? Request { get; private set; }

    /// <summary>Must be of the operation's output type.</summary>
    public object? Output { get; init; }

    public object? GetService(Type serviceType)
    {
        var proxy = DispatchProxy.Create(serviceType, typeof(Handler));
        ((Handler)proxy).Owner = this;
        return proxy;
    }

    private ValueTask<WireResult<T>> Answer<T>(object?[] arguments)
        where T : class
    {
        Request = arguments[0];
        var reached = new WireError { Code = Reached, Status = 418, Message = "reached", MessageMember = "message" };
        return ValueTask.FromResult<WireResult<T>>(Output is T output ? output : reached);
    }

    /// <summary>One handler, whatever its interface. Not sealed, since proxies derive from it.</summary>
    public class Handler : DispatchProxy
    {
        internal RecordingHandlers Owner { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var output = targetMethod!.ReturnType.GetGenericArguments()[0].GetGenericArguments()[0];
            return typeof(RecordingHandlers).GetMethod(nameof(Answer), BindingFlags.NonPublic | BindingFlags.Instance)!
                .MakeGenericMethod(output)
                .Invoke(Owner, [args]);
        }
    }
}
