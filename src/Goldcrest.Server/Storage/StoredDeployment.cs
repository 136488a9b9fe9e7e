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
    public string? ImageUri { get; init; }
    public string? SourceKeyArn { get; init; }
    public string? Runtime { get; init; }
    public string? Handler { get; init; }
    public StoredImage? Image { get; init; }
    public required string Role { get; init; }
    public required string Description { get; init; }
    public required int TimeoutSeconds { get; init; }
    public required int MemoryMiB { get; init; }
    public required int EphemeralStorageMiB { get; init; }
    public required string Architecture { get; init; }
    public required string TracingMode { get; init; }
    /// <summary>The variables as JSON, sealed for <see cref="Id"/>; null when none were ever given.</summary>
    public string? SealedEnvironment { get; init; }
    public string? KeyArn { get; init; }
    public List<StoredLayer>? Layers { get; init; }
    public required string LogFormat { get; init; }
    public string? ApplicationLogLevel { get; init; }
    public string? SystemLogLevel { get; init; }
    public required string LogGroup { get; init; }
    public StoredVpc? Vpc { get; init; }
    public List<StoredMount>? FileSystems { get; init; }
    public string? DeadLetterArn { get; init; }
    public string? SnapStart { get; init; }
    public int? DurableTimeoutSeconds { get; init; }
    public int? DurableRetentionDays { get; init; }
    public bool IsTenantIsolated { get; init; }

    public static string Write(Deployment deployment, SecretBox secrets) =>
        JsonSerializer.Serialize(From(deployment, secrets), StoredJson.Default.StoredDeployment);

    /// <exception cref="InvalidDataException">The environment cannot be opened with this key.</exception>
    public static Deployment Read(string json, SecretBox secrets) =>
        (JsonSerializer.Deserialize(json, StoredJson.Default.StoredDeployment) ?? throw new JsonException("The stored deployment is null."))
        .ToDeployment(secrets);

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
            ImageUri = deployment.Code.Image?.Text,
            SourceKeyArn = deployment.Code.KeyArn,
            Runtime = settings.Runtime,
            Handler = settings.Handler,
            Image = settings.Image is { } image ? StoredImage.From(image) : null,
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
            KeyArn = settings.KeyArn,
            Layers = settings.Layers.Count == 0 ? null : [.. settings.Layers.Select(StoredLayer.From)],
            LogFormat = settings.Logging.Format,
            ApplicationLogLevel = settings.Logging.ApplicationLevel,
            SystemLogLevel = settings.Logging.SystemLevel,
            LogGroup = settings.Logging.Group,
            Vpc = settings.Vpc is { } vpc ? StoredVpc.From(vpc) : null,
            FileSystems = settings.FileSystems.Count == 0 ? null : [.. settings.FileSystems.Select(mount => new StoredMount(mount.Arn, mount.Path))],
            DeadLetterArn = settings.DeadLetters?.Arn,
            SnapStart = settings.SnapStart == SnapStartMode.None ? null : settings.SnapStart.ToString(),
            DurableTimeoutSeconds = settings.Durable?.ExecutionTimeoutSeconds,
            DurableRetentionDays = settings.Durable?.RetentionDays,
            IsTenantIsolated = settings.IsTenantIsolated,
        };
    }

    private Deployment ToDeployment(SecretBox secrets) => new(
        Id,
        new FunctionSettings
        {
            Runtime = Runtime,
            Handler = Handler,
            Image = Image?.ToSettings(),
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
            KeyArn = KeyArn,
            Layers = [.. (Layers ?? []).Select(layer => layer.ToAttached())],
            Logging = new LoggingSettings
            {
                Format = LogFormat,
                ApplicationLevel = ApplicationLogLevel,
                SystemLevel = SystemLogLevel,
                Group = LogGroup,
            },
            Vpc = Vpc?.ToSettings(),
            FileSystems = [.. (FileSystems ?? []).Select(mount => new FileSystemMount(mount.Arn, mount.Path))],
            DeadLetters = DeadLetterArn is { } target ? new DeadLetterTarget(target) : null,
            SnapStart = SnapStart is null ? SnapStartMode.None : Enum.Parse<SnapStartMode>(SnapStart),
            Durable = DurableTimeoutSeconds is { } timeout && DurableRetentionDays is { } retention ? new DurableSettings(timeout, retention) : null,
            IsTenantIsolated = IsTenantIsolated,
        },
        new CodeReference(CodeSha256, CodeBytes)
        {
            Signature = StoredSignature.Read(SigningProfileVersionArn, SigningJobArn),
            Image = ImageUri is { } uri ? Core.Functions.ImageUri.TryParse(uri) ?? throw new JsonException($"'{uri}' names no image.") : null,
            KeyArn = SourceKeyArn,
        });
}

/// <summary>Serialisers of stored documents, made at build time.</summary>
[JsonSerializable(typeof(StoredDeployment))]
[JsonSerializable(typeof(StoredAttachments))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StoredJson : JsonSerializerContext;
