using Goldcrest.Core.Functions;
using Goldcrest.Server.Pool;

namespace Goldcrest.Tests.Pool;

/// <summary>Functions to run in tests.</summary>
internal static class Versions
{
    public static FunctionVersion Create(string deploymentId = "deployment-1", int timeoutSeconds = 3, string format = "Text", string? systemLevel = null) => new()
    {
        Key = new FunctionKey("000000000000", "us-east-1", "hello"),
        Number = "$LATEST",
        Current = new Deployment(
            deploymentId,
            new FunctionSettings
            {
                Runtime = "provided.al2023",
                Handler = "h",
                Role = "arn:aws:iam::000000000000:role/r",
                TimeoutSeconds = timeoutSeconds,
                Logging = new LoggingSettings { Format = format, SystemLevel = systemLevel, Group = "/aws/lambda/hello" },
            },
            new CodeReference("00", 1)),
        Phase = FunctionPhase.Active,
        RevisionId = "r",
        LastModified = default,
    };

    /// <summary>A published version that starts from a snapshot.</summary>
    public static FunctionVersion Snapshot(string deploymentId = "deployment-1")
    {
        var version = Create(deploymentId);
        var settings = version.Current.Settings with { SnapStart = SnapStartMode.PublishedVersions };
        return version with { Number = "1", Current = version.Current with { Settings = settings } };
    }

    public static InvokeRequest Request(string id = "request-1") => new(id, "{}"u8.ToArray(), "arn", "Root=1-00000000-000000000000000000000000", null);
}
