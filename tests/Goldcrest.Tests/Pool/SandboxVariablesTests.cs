using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Pool;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Runtimes;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Pool;

public sealed class SandboxVariablesTests
{
    private const string Common = """
        AWS_ACCESS_KEY_ID=ASIAKEY
        AWS_DEFAULT_REGION=us-east-1
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128
        AWS_LAMBDA_FUNCTION_NAME=hello
        AWS_LAMBDA_FUNCTION_VERSION=$LATEST
        AWS_LAMBDA_INITIALIZATION_TYPE=on-demand
        AWS_LAMBDA_LOG_FORMAT=Text
        AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/hello
        AWS_LAMBDA_LOG_STREAM_NAME=stream
        AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001
        AWS_REGION=us-east-1
        AWS_SECRET_ACCESS_KEY=secret
        AWS_SESSION_TOKEN=session
        AWS_XRAY_CONTEXT_MISSING=LOG_ERROR
        AWS_XRAY_DAEMON_ADDRESS=169.254.100.1:2000
        LAMBDA_RUNTIME_DIR=/var/runtime
        LAMBDA_TASK_ROOT=/var/task
        LANG=en_US.UTF-8
        LD_LIBRARY_PATH=/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib
        PATH=/usr/local/bin:/usr/bin:/bin:/opt/bin
        TZ=:UTC
        _AWS_XRAY_DAEMON_ADDRESS=169.254.100.1
        _AWS_XRAY_DAEMON_PORT=2000
        _HANDLER=h
        """;

    public static TheoryData<string> Runtimes { get; } = [.. RuntimeValues.All.Where(runtime => SupportedRuntimes.Refuse(runtime) is null)];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Exactly_these_are_in_the_environment_of_every_runtime(string runtime)
    {
        var isCustom = runtime.StartsWith("provided", StringComparison.Ordinal);

        var variables = Of(With(settings => settings with { Runtime = runtime }), isManaged: !isCustom);

        string[] own = isCustom ? [] : [$"AWS_EXECUTION_ENV=AWS_Lambda_{runtime}", "_LAMBDA_TELEMETRY_LOG_FD=3"];
        string[] dotnet = isCustom || runtime.StartsWith("dotnet", StringComparison.Ordinal) ? ["DOTNET_GCHeapHardLimit=8000000", "DOTNET_GCTotalPhysicalMemory=8000000"] : [];
        Assert.Equal(Common.Split('\n').Concat(own).Concat(dotnet).Order(StringComparer.Ordinal), Lines(variables));
    }

    [Fact]
    public void A_function_changes_defaults_and_adds_its_own_but_touches_nothing_that_is_reserved()
    {
        var own = new Dictionary<string, string> { ["TZ"] = "CET", ["PATH"] = "/opt/x", ["AWS_XRAY_CONTEXT_MISSING"] = "RUNTIME_ERROR", ["MINE"] = "é=1" };

        var variables = Of(With(settings => settings with { Environment = own }));

        Assert.All(own, variable => Assert.Equal(variable.Value, variables[variable.Key]));
        Assert.Equal(Of(Versions.Create()).Count + 1, variables.Count);
        Assert.All(
            variables.Keys.Where(name => ReservedVariables.Among([name]).Count == 1),
            name => Assert.DoesNotContain(name, own.Keys));
    }

    [Fact]
    public void Log_levels_are_told_where_there_are_any()
    {
        var variables = Of(With(settings => settings with { Logging = settings.Logging with { Format = "JSON", ApplicationLevel = "WARN" } }));

        Assert.Equal(("JSON", "WARN"), (variables["AWS_LAMBDA_LOG_FORMAT"], variables["AWS_LAMBDA_LOG_LEVEL"]));
    }

    [Fact]
    public void A_version_that_starts_from_a_snapshot_has_no_keys_but_the_place_where_they_are()
    {
        var endpoint = new RoleEndpoint("token", () => throw new InvalidOperationException("Nobody asked."));

        var variables = Of(Versions.Snapshot(), endpoint: endpoint);

        Assert.Equal(
            ("snap-start", "http://127.0.0.1:9001/2021-04-23/credentials", "token"),
            (variables["AWS_LAMBDA_INITIALIZATION_TYPE"], variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"], variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"]));
        Assert.DoesNotContain(variables.Keys, name => name is "AWS_ACCESS_KEY_ID" or "AWS_SECRET_ACCESS_KEY" or "AWS_SESSION_TOKEN");
    }

    [Fact]
    public void An_image_has_its_own_below_those_of_the_function_and_no_defaults_of_managed_runtimes()
    {
        var function = With(settings => settings with { Environment = new Dictionary<string, string> { ["BOTH"] = "function" } });

        var variables = Of(function, own: [new("BOTH", "image"), new("PATH", "/image"), new("AWS_REGION", "image")]);

        Assert.Equal(("function", "/image", "us-east-1", ":UTC"), (variables["BOTH"], variables["PATH"], variables["AWS_REGION"], variables["TZ"]));
        Assert.DoesNotContain(variables.Keys, name => name is "LANG" or "LD_LIBRARY_PATH" or "AWS_EXECUTION_ENV" or "_LAMBDA_TELEMETRY_LOG_FD");
    }

    [Fact]
    public void Extensions_hear_nothing_of_the_runtime()
    {
        var all = Of(With(settings => settings with { Runtime = "python3.12" }), isManaged: true);

        var told = SandboxVariables.ForExtensions(all);

        Assert.Equal(
            [
                "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS",
                "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT", "_AWS_XRAY_DAEMON_ADDRESS", "_AWS_XRAY_DAEMON_PORT", "_HANDLER", "_LAMBDA_TELEMETRY_LOG_FD",
            ],
            all.Keys.Except(told.Keys).Order(StringComparer.Ordinal));
    }

    private static FunctionVersion With(Func<FunctionSettings, FunctionSettings> change)
    {
        var version = Versions.Create();
        return version with { Current = version.Current with { Settings = change(version.Current.Settings) } };
    }

    private static Dictionary<string, string> Of(FunctionVersion version, bool isManaged = false, RoleEndpoint? endpoint = null, IReadOnlyList<KeyValuePair<string, string>>? own = null)
    {
        var launch = new RuntimeLaunch { Command = [], Version = "v", IsManaged = isManaged };
        using var program = new FunctionProgram(launch, new SandboxRig.CountedPin())
        {
            CodeDirectory = "/code",
            Extensions = [],
            Handler = version.Serving.Settings.Handler,
            OwnVariables = own,
        };
        return new SandboxVariables(new RoleSessions(new FixedKeys()), new PoolOptions()).Of(version, program, "stream", endpoint);
    }

    private static IEnumerable<string> Lines(Dictionary<string, string> variables) =>
        variables.Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal);

    private sealed class FixedKeys : ITemporaryCredentials
    {
        public Credential IssueTemporary(string principalArn, string account, TimeSpan lifetime) => new()
        {
            AccessKeyId = "ASIAKEY",
            Secret = "secret",
            SessionToken = "session",
            Account = account,
            PrincipalArn = principalArn,
            Expires = DateTimeOffset.UnixEpoch + lifetime,
        };
    }
}
