using System.Globalization;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Logs;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Code;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Layers;
using Goldcrest.Server.Logs;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Pool;

/// <summary>Builds a sandbox for a deployment and runs its INIT. The one place that decides how a sandbox boots.</summary>
internal sealed partial class SandboxFactory(
    ISandboxLauncher launcher, RuntimeApiTransport runtimeApi, RuntimeCatalog runtimes, CodeStore code, LayerTrees layers,
    ITemporaryCredentials credentials, ILogSink logs, PoolOptions options, TimeProvider time, ILogger<SandboxFactory> logger) : ISandboxFactory
{
    /// <remarks>Source: docs/contracts/extensions.md#external-extensions.</remarks>
    private static readonly HashSet<string> RuntimesOwnVariables =
    [
        "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS",
        "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_AWS_XRAY_DAEMON_ADDRESS", "_AWS_XRAY_DAEMON_PORT", "_HANDLER", "_LAMBDA_TELEMETRY_LOG_FD",
    ];

    private static readonly TimeSpan CredentialsLife = TimeSpan.FromHours(12);

    public async Task<FunctionSandbox> CreateAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        var deployment = version.Serving;
        var runtime = deployment.Settings.Runtime ?? throw new SandboxLaunchException("container images do not run yet");
        var launch = runtimes.Find(runtime)
            ?? throw new SandboxLaunchException($"this host has no interpreter for {runtime}; `goldcrest doctor` names the package");
        var pin = new CodePin(code.Pin(deployment.Code.Sha256Hex), layers.Pin(deployment.Settings.Layers));
        try
        {
            var trees = new CodeTrees(
                await code.UnpackAsync(deployment.Code.Sha256Hex, cancellationToken),
                await layers.UnpackAsync(deployment.Settings.Layers, cancellationToken));
            var parts = await CreateAsync(version, launch, trees, pin, cancellationToken);
            LogBooted(version.QualifiedArn, parts.Sandbox.Id);
            return new FunctionSandbox(parts, version, options.FreezeAfter, time);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    private async Task<FunctionSandbox.Parts> CreateAsync(
        FunctionVersion version, RuntimeLaunch launch, CodeTrees trees, IDisposable pin, CancellationToken cancellationToken)
    {
        var settings = version.Serving.Settings;
        var key = version.Key;
        var id = Guid.NewGuid().ToString("N");
        var stream = LogStreamName.For(time.GetUtcNow(), key.Name, version.Number, settings.Logging.Group, id);
        var log = new SandboxLog(logs, new LogStreamKey(key.Account, key.Region, settings.Logging.Group, stream), settings.Logging, time);
        var told = new PlatformRuntime(
            launch.Version, FunctionMapping.RuntimeVersionArn(key.Region, settings.Runtime!), key.Name, version.Number, stream, (long)settings.MemoryMiB << 20);
        log.Write(new PlatformInitStart(PlatformWords.OnDemand, PlatformWords.InitPhase, told));
        if (launch.Notice is { } notice)
        {
            log.Notice(notice);
        }

        var externals = ExternalExtension.Find(trees.Layers);
        var variables = Variables(version, launch, stream);
        var entrypoint = launch.IsManaged ? null : Entrypoint.Find(new SandboxFiles(trees.Code, trees.Layers));
        var sandbox = await launcher.CreateAsync(
            new SandboxSpec
            {
                Id = id,
                MemoryMiB = settings.MemoryMiB,
                EphemeralStorageMiB = settings.EphemeralStorageMiB,
                CodeDirectory = trees.Code,
                LayerDirectories = trees.Layers,
                RuntimeDirectory = launch.Directory,
                Command = entrypoint is null ? launch.CommandFor(variables) : [entrypoint.Command],
                HasCompanions = externals.Count > 0,
                Environment = variables,
                Output = log,
            },
            cancellationToken);
        var endpoint = new RuntimeEndpoint();
        _ = runtimeApi.ServeAsync(sandbox.RuntimeApiListener, endpoint);
        var function = new ExtensionFunction(key.Name, version.Number, settings.Handler!, key.Account);
        var extensions = new SandboxExtensions(sandbox, function, externals, ForExtensions(variables), log);
        return new FunctionSandbox.Parts(sandbox, endpoint, extensions, log, entrypoint?.Flaw, pin);
    }

    private Dictionary<string, string> Variables(FunctionVersion version, RuntimeLaunch launch, string stream)
    {
        var settings = version.Serving.Settings;
        var role = settings.Role.Split('/')[^1];
        var session = credentials.IssueTemporary(
            $"arn:aws:sts::{version.Key.Account}:assumed-role/{role}/{version.Key.Name}", version.Key.Account, CredentialsLife);
        var variables = new Dictionary<string, string>
        {
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/opt/bin",
            ["LD_LIBRARY_PATH"] = "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
        };
        foreach (var (name, value) in settings.Environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        variables["_HANDLER"] = settings.Handler!;
        variables["AWS_REGION"] = variables["AWS_DEFAULT_REGION"] = version.Key.Region;
        variables["AWS_LAMBDA_FUNCTION_NAME"] = version.Key.Name;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = version.Number;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = settings.MemoryMiB.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = settings.Logging.Group;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = stream;
        variables["AWS_LAMBDA_LOG_FORMAT"] = settings.Logging.Format;
        variables["AWS_ACCESS_KEY_ID"] = session.AccessKeyId;
        variables["AWS_SECRET_ACCESS_KEY"] = session.Secret;
        variables["AWS_SESSION_TOKEN"] = session.SessionToken!;
        variables["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:9001";
        variables["LAMBDA_TASK_ROOT"] = "/var/task";
        variables["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
        variables["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
        if (settings.Logging.ApplicationLevel is { } level)
        {
            variables["AWS_LAMBDA_LOG_LEVEL"] = level;
        }

        if (launch.IsManaged)
        {
            variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{settings.Runtime}";
            variables["_LAMBDA_TELEMETRY_LOG_FD"] = "3";
        }

        return variables;
    }

    /// <summary>What is about the runtime is not told to extensions.</summary>
    private static Dictionary<string, string> ForExtensions(Dictionary<string, string> variables) =>
        variables.Where(variable => !RuntimesOwnVariables.Contains(variable.Key)).ToDictionary();

    [LoggerMessage(5001, LogLevel.Debug, "{Function} has a sandbox more: {Sandbox}")]
    private partial void LogBooted(string function, string sandbox);

    /// <summary>Host directories of a function's files.</summary>
    /// <param name="Layers">In order: later ones win.</param>
    private sealed record CodeTrees(string Code, IReadOnlyList<string> Layers);

    /// <summary>Keeps all of a function's files from being collected.</summary>
    private sealed class CodePin(IDisposable own, IDisposable layers) : IDisposable
    {
        public void Dispose()
        {
            own.Dispose();
            layers.Dispose();
        }
    }
}
