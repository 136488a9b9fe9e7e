using System.Reflection;

namespace Goldcrest.DotnetRuntime;

/// <summary>Leads the static logger of Amazon.Lambda.Core to ours, through the private fields that it keeps for runtimes.</summary>
internal static class LoggerFields
{
    public static void Set(Assembly core, Log log)
    {
        if (core.GetType("Amazon.Lambda.Core.LambdaLogger") is not { } logger)
        {
            return;
        }

        // Older versions of the package lack the later ones.
        Set(logger, "_loggingAction", (Action<string>)(message => log.Write(level: null, error: null, message)));
        Set(logger, "_loggingWithLevelAction", (Action<string, string, object[]>)((level, message, arguments) => log.Write(level, error: null, message, arguments)));
        Set(logger, "_loggingWithLevelAndExceptionAction",
            (Action<string, Exception, string, object[]>)((level, error, message, arguments) => log.Write(level, error, message, arguments)));
    }

    private static void Set(Type logger, string name, Delegate action)
    {
        var field = logger.GetField(name, BindingFlags.Static | BindingFlags.NonPublic);
        if (field?.FieldType.IsInstanceOfType(action) == true)
        {
            field.SetValue(null, action);
        }
    }
}
