using System.Text.Json;
using System.Text.Json.Serialization;
using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Storage;

/// <summary>A deployment as it is kept in the database. Members may be added, never renamed: it outlives releases.</summary>
internal sealed record StoredDeployment
{
    public required string Id { get; init; }
    public required string CodeSha256 { get; init; }
    public required long CodeBytes { get; init; }
    public required string Runtime { get; init; }
    public required string Handler { get; init; }
    public required string Role { get; init; }
    public required string Description { get; init; }
    public required int TimeoutSeconds { get; init; }
    public required int MemoryMiB { get; init; }
    public required int EphemeralStorageMiB { get; init; }
    public required string Architecture { get; init; }
    public required string TracingMode { get; init; }
    public Dictionary<string, string>? Environment { get; init; }
    public required string LogFormat { get; init; }
    public string? ApplicationLogLevel { get; init; }
    public string? SystemLogLevel { get; init; }
    public required string LogGroup { get; init; }

    public static string Write(Deployment deployment) => JsonSerializer.Serialize(From(deployment), StoredJson.Default.StoredDeployment);

    public static Deployment Read(string json) =>
        (JsonSerializer.Deserialize(json, StoredJson.Default.StoredDeployment) ?? throw new JsonException("The stored deployment is null.")).ToDeployment();

    private static StoredDeployment From(Deployment deployment)
    {
        var settings = deployment.Settings;
        return new StoredDeployment
        {
            Id = deployment.Id,
            CodeSha256 = deployment.Code.Sha256Hex,
            CodeBytes = deployment.Code.Bytes,
            Runtime = settings.Runtime,
            Handler = settings.Handler,
            Role = settings.Role,
            Description = settings.Description,
            TimeoutSeconds = settings.TimeoutSeconds,
            MemoryMiB = settings.MemoryMiB,
            EphemeralStorageMiB = settings.EphemeralStorageMiB,
            Architecture = settings.Architecture,
            TracingMode = settings.TracingMode,
            Environment = settings.Environment is null ? null : new Dictionary<string, string>(settings.Environment),
            LogFormat = settings.Logging.Format,
            ApplicationLogLevel = settings.Logging.ApplicationLevel,
            SystemLogLevel = settings.Logging.SystemLevel,
            LogGroup = settings.Logging.Group,
        };
    }

    private Deployment ToDeployment() => new(
        Id,
        new FunctionSettings
        {
            Runtime = Runtime,
            Handler = Handler,
            Role = Role,
            Description = Description,
            TimeoutSeconds = TimeoutSeconds,
            MemoryMiB = MemoryMiB,
            EphemeralStorageMiB = EphemeralStorageMiB,
            Architecture = Architecture,
            TracingMode = TracingMode,
            Environment = Environment,
            Logging = new LoggingSettings
            {
                Format = LogFormat,
                ApplicationLevel = ApplicationLogLevel,
                SystemLevel = SystemLogLevel,
                Group = LogGroup,
            },
        },
        new CodeReference(CodeSha256, CodeBytes));
}

/// <summary>Serialisers of stored documents, made at build time.</summary>
[JsonSerializable(typeof(StoredDeployment))]
[JsonSerializable(typeof(StoredAttachments))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoredJson : JsonSerializerContext;
