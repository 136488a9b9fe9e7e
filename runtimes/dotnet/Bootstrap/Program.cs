using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>Loads the handler named by _HANDLER, then serves one invocation after another. Rules: docs/contracts/runtimes.md.</summary>
internal static class Program
{
    private const int Failed = 1;

    /// <summary>What the platform starts the runtime with, not the function.</summary>
    private static readonly string[] StartVariables = ["DOTNET_EnableDiagnostics_IPC", "DOTNET_EnableDiagnostics_Debugger", "DOTNET_LTTng"];

    public static int Main()
    {
        foreach (var name in StartVariables)
        {
            if (Environment.GetEnvironmentVariable(name) == "0")
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }

        var handler = Environment.GetEnvironmentVariable("_HANDLER") ?? "";
        var taskRoot = Environment.GetEnvironmentVariable("LAMBDA_TASK_ROOT") ?? "/var/task";
        if (handler.Length > 0 && !handler.Contains(HandlerName.Separator, StringComparison.Ordinal))
        {
            return ExecutableAssembly.BecomeIt(taskRoot, handler);
        }

        var sink = LogSink.Open();
        var log = new Log(sink);
        log.TakeOverConsole();
        try
        {
            using var api = new RuntimeApi(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") ?? "127.0.0.1:9001");
            if (Load(handler, taskRoot, api, log) is not { } function)
            {
                return Failed;
            }

            if (Snapshot.IsWanted && Snapshot.Await(api, log) is { } failed)
            {
                return failed;
            }

            Serve(api, function, log);
            return Failed;
        }
        catch (RuntimeApiException lost)
        {
            LogSink.WriteError(lost.Message + "\n");
            return Failed;
        }
    }

    private static Function? Load(string handler, string taskRoot, RuntimeApi api, Log log)
    {
        try
        {
            if (Directory.Exists(taskRoot))
            {
                Directory.SetCurrentDirectory(taskRoot);
            }

            FunctionAssemblies.Resolve(taskRoot, log);
            return Function.Load(HandlerName.Parse(handler));
        }
#pragma warning disable CA1031 // Whatever the function's own code throws is why nothing can be served.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.Write("Error", error, message: null);
            api.Post("init/error", Failure.ToJson(error), Failure.Headers(error));
            return null;
        }
    }

    private static void Serve(RuntimeApi api, Function function, Log log)
    {
        byte[]? answer = null;
        while (true)
        {
            var invocation = api.Next(answer);
            var requestId = invocation.Header("lambda-runtime-aws-request-id") ?? "";
            log.RequestId = requestId;
            log.TraceId = invocation.Header("lambda-runtime-trace-id");
            log.TenantId = invocation.Header("lambda-runtime-aws-tenant-id");
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", log.TraceId);
            answer = Invoke(function, invocation, requestId, log);
            if (answer.Length > RuntimeApi.LargeBytes)
            {
                // It may be refused for its size, and the reason must be known before anything else is asked.
                api.Send(answer);
                answer = null;
            }
        }
    }

    /// <returns>The request that answers the invocation.</returns>
    private static byte[] Invoke(Function function, Reply invocation, string requestId, Log log)
    {
        try
        {
            using var result = function.Invoke(invocation, log);
            return RuntimeApi.Request($"invocation/{requestId}/response", result.GetBuffer().AsSpan(0, (int)result.Length), "Content-Type: application/json\r\n");
        }
#pragma warning disable CA1031 // What a handler throws is its answer; the next event is served.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.Write("Error", error, message: null);
            return RuntimeApi.Request(
                $"invocation/{requestId}/error", Encoding.UTF8.GetBytes(Failure.ToJson(error)), Failure.Headers(error) + Failure.XRayHeader(error));
        }
    }
}
