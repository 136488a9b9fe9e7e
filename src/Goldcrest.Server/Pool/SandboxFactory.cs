using Goldcrest.Core.Functions;
using Goldcrest.Core.Logs;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Logs;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Telemetry;

namespace Goldcrest.Server.Pool;

/// <summary>Builds a sandbox for a deployment. The one place that decides how a sandbox boots.</summary>
internal sealed class SandboxFactory(
    FunctionPrograms programs, SandboxVariables variables, RoleSessions roles, ISandboxLauncher launcher, RuntimeApiTransport runtimeApi,
    IsolationOfFunctions isolations, ILogSink logs, TelemetryRoom telemetry, PoolOptions options, TimeProvider time) : ISandboxFactory
{
    public async Task<FunctionSandbox> CreateAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        var folder = FolderOf(version);
        var program = await programs.OpenAsync(version.Serving, cancellationToken);
        try
        {
            return new FunctionSandbox(await BuildAsync(version, program, folder, cancellationToken), version, options.FreezeAfter, time);
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    private async Task<FunctionSandbox.Parts> BuildAsync(FunctionVersion version, FunctionProgram program, FolderMountSpec? folder, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var stream = LogStreamOf(version, id);
        ISandbox? sandbox = null;
        var feed = new TelemetryFeed(asked => TelemetrySenders.For(asked, () => sandbox!.OpenSocketAsync()), telemetry, time);
        var log = new SandboxLog(logs, stream, version.Serving.Settings.Logging, feed, time);
        var story = BeginStory(version, program, log, stream.Stream);
        var isolation = isolations.For(version.Key, log);
        var role = roles.FindEndpoint(version);
        var environment = variables.Of(version, program, stream.Stream, role);
        sandbox = await LaunchAsync(
            SpecOf(id, version.Serving.Settings, program, environment, log) with { HasCompanions = program.Extensions.Count > 0, Isolation = isolation, Lane = LaneOf(version), Folder = folder },
            log,
            cancellationToken);

        var endpoint = new RuntimeEndpoint(role, log);
        _ = runtimeApi.ServeAsync(sandbox.RuntimeApiListener, endpoint);
        var extensions = new SandboxExtensions(sandbox, ToldToExtensions(version, program), program.Extensions, SandboxVariables.ForExtensions(environment), log);
        return new FunctionSandbox.Parts(sandbox, endpoint, extensions, log, story, program.Flaw, program);
    }

    private async Task<ISandbox> LaunchAsync(SandboxSpec spec, SandboxLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await launcher.CreateAsync(spec, cancellationToken);
        }
        catch (SandboxLaunchException fault) when (spec.Lane is not null)
        {
            // A subnet that stands for nothing yet is for the function's owner to hear of, as well as for the operator.
            log.Notice(fault.Message);
            throw;
        }
    }

    private LogStreamKey LogStreamOf(FunctionVersion version, string id)
    {
        var (key, group) = (version.Key, version.Serving.Settings.Logging.Group);
        return new LogStreamKey(key.Account, key.Region, group, LogStreamName.For(time.GetUtcNow(), key.Name, version.Number, group, id));
    }

    private static PlatformRuntime RuntimeOf(FunctionVersion version, FunctionProgram program, string stream)
    {
        var settings = version.Serving.Settings;
        var arn = FunctionMapping.RuntimeVersionArn(version.Key.Region, settings.Runtime ?? program.Version);
        return new PlatformRuntime(program.Version, arn, version.Key.Name, version.Number, stream, (long)settings.MemoryMiB << 20);
    }

    private SandboxStory BeginStory(FunctionVersion version, FunctionProgram program, SandboxLog log, string stream)
    {
        var story = new SandboxStory(log, version, RuntimeOf(version, program, stream), time);
        story.InitStart(PlatformWords.InitPhase);
        if (program.Notice is { } notice)
        {
            log.Notice(notice);
        }

        return story;
    }

    private SandboxLane? LaneOf(FunctionVersion version)
    {
        try
        {
            return options.Vpcs.FindLane(version.Serving.Settings.Vpc);
        }
        catch (KeyNotFoundException gone)
        {
            throw new SandboxLaunchException("a subnet or security group of the function is not configured on this node any more", gone);
        }
    }

    /// <remarks>A function that relies on files must not run without them. Source: docs/contracts/file-systems.md#errors.</remarks>
    private FolderMountSpec? FolderOf(FunctionVersion version) => version.Serving.Settings.FileSystems is not [var wanted, ..] ? null
        : options.FileSystems.Find(wanted) is { } folder ? new FolderMountSpec(wanted.Arn, folder, wanted.Path)
        : throw new FolderMountException(wanted.Arn, MountFailure.Refused, "--file-systems does not say what this access point stands for");

    private static SandboxSpec SpecOf(
        string id, FunctionSettings settings, FunctionProgram program, IReadOnlyDictionary<string, string> environment, SandboxLog log) => new()
        {
            Id = id,
            MemoryMiB = settings.MemoryMiB,
            EphemeralStorageMiB = settings.EphemeralStorageMiB,
            Root = program.Root,
            CodeDirectory = program.CodeDirectory,
            LayerDirectories = program.LayerDirectories,
            RuntimeDirectory = program.RuntimeDirectory,
            Command = program.CommandFor(environment),
            WorkingDirectory = program.WorkingDirectory,
            Environment = environment,
            Output = log,
        };

    private static ExtensionFunction ToldToExtensions(FunctionVersion version, FunctionProgram program) =>
        new(version.Key.Name, version.Number, program.Handler ?? "", version.Key.Account);
}
