namespace Amazon.Lambda.Core;

public static class LambdaLogger
{
#pragma warning disable IDE0044 // Runtimes put their own actions in place, by these names, which a readonly field forbids.
    private static Action<string> _loggingAction = Console.WriteLine;
    private static Action<string, string, object[]> _loggingWithLevelAction = (_, message, _) => _loggingAction(message);
    private static Action<string, Exception, string, object[]> _loggingWithLevelAndExceptionAction = (_, _, message, _) => _loggingAction(message);
#pragma warning restore IDE0044

    public static void Log(string message) => _loggingAction(message);

    public static void Log(string level, string message, params object[] args) => _loggingWithLevelAction(level, message, args);

    public static void Log(string level, Exception exception, string message, params object[] args) =>
        _loggingWithLevelAndExceptionAction(level, exception, message, args);
}
