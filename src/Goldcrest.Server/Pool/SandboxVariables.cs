using System.Globalization;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Server.Pool;

/// <summary>The environment of the programs in a sandbox: the whole of it, nothing of the host's.</summary>
/// <remarks>Source: docs/contracts/runtimes.md#environment.</remarks>
internal sealed class SandboxVariables(RoleSessions roles, PoolOptions options)
{
    private const string RuntimeApi = "127.0.0.1:9001";

    /// <summary>Where AWS's sandboxes have their daemon. Nothing listens here: what a tracer sends is lost.</summary>
    private const string XRayDaemon = "169.254.100.1";
    private const string XRayPort = "2000";

    /// <remarks>Source: docs/contracts/extensions.md#external-extensions.</remarks>
    private static readonly HashSet<string> RuntimesOwn =
    [
        "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS",
        "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_AWS_XRAY_DAEMON_ADDRESS", "_AWS_XRAY_DAEMON_PORT", "_HANDLER", "_LAMBDA_TELEMETRY_LOG_FD",
        "DOTNET_EnableDiagnostics_IPC", "DOTNET_EnableDiagnostics_Debugger", "DOTNET_LTTng",
    ];

    /// <param name="endpoint">Where keys are fetched; null when they are to be in the environment.</param>
    /// <returns>What the function's program gets: defaults, over them the function's own variables, over them those that it may not name.</returns>
    public Dictionary<string, string> Of(FunctionVersion version, FunctionProgram program, string logStream, RoleEndpoint? endpoint)
    {
        var variables = program.OwnVariables is { } own ? DefaultsBelow(own) : Defaults();
        if (options.EndpointUrl is { } services)
        {
            variables.TryAdd("AWS_ENDPOINT_URL", services);
        }

        if (MayBeDotnet(version.Serving.Settings))
        {
            variables.TryAdd("DOTNET_GCHeapHardLimit", MemoryOf(version.Serving.Settings));
            variables.TryAdd("DOTNET_GCTotalPhysicalMemory", MemoryOf(version.Serving.Settings));
        }

        Lay(version.Serving.Settings.Environment ?? new Dictionary<string, string>(), over: variables);
        Lay(Identity(version), over: variables);
        if (program.Handler is { } handler)
        {
            variables["_HANDLER"] = handler;
        }

        Lay(Logging(version.Serving.Settings.Logging, logStream), over: variables);
        Lay(endpoint is null ? Keys(version) : Pointers(endpoint), over: variables);
        if (program.IsManaged)
        {
            Lay(Managed(version.Serving.Settings.Runtime!), over: variables);
            foreach (var (name, value) in program.RuntimeVariables)
            {
                variables.TryAdd(name, value);
            }
        }

        return variables;
    }

    /// <param name="variables">What the function's program gets.</param>
    /// <returns>What external extensions get: what is about the runtime is not told to them.</returns>
    public static Dictionary<string, string> ForExtensions(IReadOnlyDictionary<string, string> variables) =>
        variables.Where(variable => !RuntimesOwn.Contains(variable.Key)).ToDictionary();

    /// <returns>Where programs without a path are looked for in an image.</returns>
    public static string SearchPath(IReadOnlyList<KeyValuePair<string, string>> image, IReadOnlyDictionary<string, string>? function) =>
        function?.GetValueOrDefault("PATH") ?? DefaultsBelow(image)["PATH"];

    /// <summary>
    /// .NET asks the kernel how large the machine is, which tells of the host, and <c>/proc/meminfo</c> how much is free, which tells of the sandbox: without more it would think that
    /// nearly all is used, and collect garbage all the time.
    /// </summary>
    /// <remarks>Source: docs/contracts/proc.md#memory.</remarks>
    private static bool MayBeDotnet(FunctionSettings settings) =>
        settings.Runtime is null || settings.Runtime.StartsWith("dotnet", StringComparison.Ordinal) || settings.Runtime.StartsWith("provided", StringComparison.Ordinal);

    /// <summary>In bytes, in hexadecimal digits.</summary>
    private static string MemoryOf(FunctionSettings settings) => string.Create(CultureInfo.InvariantCulture, $"{(long)settings.MemoryMiB << 20:x}");

    private static void Lay(IEnumerable<KeyValuePair<string, string>> variables, Dictionary<string, string> over)
    {
        foreach (var (name, value) in variables)
        {
            over[name] = value;
        }
    }

    /// <summary>What a function may set otherwise.</summary>
    private static Dictionary<string, string> Defaults() => new()
    {
        ["LANG"] = "en_US.UTF-8",
        ["TZ"] = ":UTC",
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/opt/bin",
        ["LD_LIBRARY_PATH"] = "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
        ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
        ["AWS_XRAY_DAEMON_ADDRESS"] = $"{XRayDaemon}:{XRayPort}",
        ["_AWS_XRAY_DAEMON_ADDRESS"] = XRayDaemon,
        ["_AWS_XRAY_DAEMON_PORT"] = XRayPort,
    };

    /// <summary>An image brings its own; only what nearly every program counts on is added.</summary>
    private static Dictionary<string, string> DefaultsBelow(IReadOnlyList<KeyValuePair<string, string>> image)
    {
        var variables = new Dictionary<string, string>
        {
            ["TZ"] = ":UTC",
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR",
            ["AWS_XRAY_DAEMON_ADDRESS"] = $"{XRayDaemon}:{XRayPort}",
            ["_AWS_XRAY_DAEMON_ADDRESS"] = XRayDaemon,
            ["_AWS_XRAY_DAEMON_PORT"] = XRayPort,
        };
        Lay(image, over: variables);
        return variables;
    }

    private static Dictionary<string, string> Identity(FunctionVersion version) => new()
    {
        ["AWS_REGION"] = version.Key.Region,
        ["AWS_DEFAULT_REGION"] = version.Key.Region,
        ["AWS_LAMBDA_FUNCTION_NAME"] = version.Key.Name,
        ["AWS_LAMBDA_FUNCTION_VERSION"] = version.Number,
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = version.Serving.Settings.MemoryMiB.ToString(CultureInfo.InvariantCulture),
        ["AWS_LAMBDA_INITIALIZATION_TYPE"] = PlatformWords.InitializationType(version.StartsFromSnapshot),
        ["AWS_LAMBDA_RUNTIME_API"] = RuntimeApi,
        ["LAMBDA_TASK_ROOT"] = "/var/task",
        ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
    };

    private static Dictionary<string, string> Logging(LoggingSettings logging, string stream)
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = logging.Group,
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = stream,
            ["AWS_LAMBDA_LOG_FORMAT"] = logging.Format,
        };
        if (logging.ApplicationLevel is { } level)
        {
            variables["AWS_LAMBDA_LOG_LEVEL"] = level;
        }

        return variables;
    }

    private static Dictionary<string, string> Managed(string runtime) => new()
    {
        ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{runtime}",
        ["_LAMBDA_TELEMETRY_LOG_FD"] = "3",
    };

    private Dictionary<string, string> Keys(FunctionVersion version)
    {
        var session = roles.Issue(version);
        return new()
        {
            ["AWS_ACCESS_KEY_ID"] = session.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = session.Secret,
            ["AWS_SESSION_TOKEN"] = session.SessionToken!,
        };
    }

    /// <summary>Keys in an environment would end while a snapshot waits: what is there says where fresh ones are.</summary>
    private static Dictionary<string, string> Pointers(RoleEndpoint endpoint) => new()
    {
        ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"http://{RuntimeApi}{RoleEndpoint.Path}",
        ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = endpoint.Token,
    };
}
