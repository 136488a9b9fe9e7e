using System.Text.Json;
using System.Text.Json.Serialization;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Secrets;

namespace Goldcrest.Server.Storage;

/// <summary>A deployment as it is kept in the database. Members may be added, never renamed: it outlives releases.</summary>
internal sealed record StoredDeployment
{
    public required string Id { get; init; }
    public required string CodeSha256 { get; init; }
    public required long CodeBytes { get; init; }
    public string? SigningProfileVersionArn { get; init; }
    public string? SigningJobArn { get; init; }
    public required string Runtime { get; init; }
    public required string Handler { get; init; }
    public required string Role { get; init; }
    public required string Description { get; init; }
    public required int TimeoutSeconds { get; init; }
    public required int MemoryMiB { get; init; }
    public required int EphemeralStorageMiB { get; init; }
    public required string Architecture { get; init; }
    public required string TracingMode { get; init; }
    /// <summary>The variables as JSON, sealed for <see cref="Id"/>; null when none were ever given.</summary>
    public string? SealedEnvironment { get; init; }
    public List<StoredLayer>? Layers { get; init; }
    public required string LogFormat { get; init; }
    public string? ApplicationLogLevel { get; init; }
    public string? SystemLogLevel { get; init; }
    public required string LogGroup { get; init; }

    public static string Write(Deployment deployment, SecretBox secrets) =>
        JsonSerializer.Serialize(From(deployment, secrets), StoredJson.Default.StoredDeployment);

    /// <exception cref="InvalidDataException">The environment cannot be opened with this key.</exception>
    public static Deployment Read(string json, SecretBox secrets) =>
        (JsonSerializer.Deserialize(json, StoredJson.Default.StoredDeployment) ?? throw new JsonException("The stored deployment is null.")).ToDeployment(secrets);

    private static StoredDeployment From(Deployment deployment, SecretBox secrets)
    {
        var settings = deployment.Settings;
        return new StoredDeployment
        {
            Id = deployment.Id,
            CodeSha256 = deployment.Code.Sha256Hex,
            CodeBytes = deployment.Code.Bytes,
            SigningProfileVersionArn = deployment.Code.Signature?.ProfileVersionArn,
            SigningJobArn = deployment.Code.Signature?.JobArn,
            Runtime = settings.Runtime,
            Handler = settings.Handler,
            Role = settings.Role,
            Description = settings.Description,
            TimeoutSeconds = settings.TimeoutSeconds,
            MemoryMiB = settings.MemoryMiB,
            EphemeralStorageMiB = settings.EphemeralStorageMiB,
            Architecture = settings.Architecture,
            TracingMode = settings.TracingMode,
            SealedEnvironment = settings.Environment is { } variables
                ? secrets.Seal(JsonSerializer.Serialize(new Dictionary<string, string>(variables), StoredJson.Default.DictionaryStringString), deployment.Id)
                : null,
            Layers = settings.Layers.Count == 0 ? null : [.. settings.Layers.Select(StoredLayer.From)],
            LogFormat = settings.Logging.Format,
            ApplicationLogLevel = settings.Logging.ApplicationLevel,
            SystemLogLevel = settings.Logging.SystemLevel,
            LogGroup = settings.Logging.Group,
        };
    }

    private Deployment ToDeployment(SecretBox secrets) => new(
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
            Environment = SealedEnvironment is { } variables
                ? JsonSerializer.Deserialize(secrets.Open(variables, Id), StoredJson.Default.DictionaryStringString)
                : null,
            Layers = [.. (Layers ?? []).Select(layer => layer.ToAttached())],
            Logging = new LoggingSettings
            {
                Format = LogFormat,
                ApplicationLevel = ApplicationLogLevel,
                SystemLevel = SystemLogLevel,
                Group = LogGroup,
            },
        },
        new CodeReference(CodeSha256, CodeBytes) { Signature = StoredSignature.Read(SigningProfileVersionArn, SigningJobArn) });
}

/// <summary>Serialisers of stored documents, made at build time.</summary>
[JsonSerializable(typeof(StoredDeployment))]
[JsonSerializable(typeof(StoredAttachments))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoredJson : JsonSerializerContext;
