using System.Text.Json;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Core.Policies;

namespace Goldcrest.Server.Storage;

/// <summary>One row of the table of layer versions.</summary>
internal sealed record LayerVersionRow
{
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Name { get; init; }
    public required long Number { get; init; }
    public required string CodeSha256 { get; init; }
    public required long CodeBytes { get; init; }
    public required long UnpackedBytes { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Created { get; init; }
    public required string Description { get; init; }
    public string? LicenseInfo { get; init; }
    public string? Runtimes { get; init; }
    public string? Architectures { get; init; }
    public string? Policy { get; init; }
    public string? PolicyRevisionId { get; init; }
    public string? SigningProfile { get; init; }
    public string? SigningJob { get; init; }

    public static LayerVersionRow From(LayerVersion version) => new()
    {
        Account = version.Key.Layer.Account,
        Region = version.Key.Layer.Region,
        Name = version.Key.Layer.Name,
        Number = version.Key.Number,
        CodeSha256 = version.Code.Sha256Hex,
        CodeBytes = version.Code.Bytes,
        UnpackedBytes = version.UnpackedBytes,
        Created = version.Created.ToUnixTimeMilliseconds(),
        Description = version.Description,
        LicenseInfo = version.LicenseInfo,
        Runtimes = Write(version.CompatibleRuntimes),
        Architectures = Write(version.CompatibleArchitectures),
        Policy = version.Policy.IsEmpty ? null : PolicyJson.Write(version.Policy),
        PolicyRevisionId = version.PolicyRevisionId,
        SigningProfile = version.Code.Signature?.ProfileVersionArn,
        SigningJob = version.Code.Signature?.JobArn,
    };

    public LayerVersion ToVersion() => new()
    {
        Key = new LayerVersionKey(new LayerKey(Account, Region, Name), Number),
        Code = new CodeReference(CodeSha256, CodeBytes) { Signature = StoredSignature.Read(SigningProfile, SigningJob) },
        UnpackedBytes = UnpackedBytes,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
        Description = Description,
        LicenseInfo = LicenseInfo,
        CompatibleRuntimes = Read(Runtimes),
        CompatibleArchitectures = Read(Architectures),
        Policy = Policy is null ? ResourcePolicy.Empty : PolicyJson.Read(Policy),
        PolicyRevisionId = PolicyRevisionId,
    };

    private static string? Write(IReadOnlyList<string>? list) => list is null ? null : JsonSerializer.Serialize([.. list], StoredJson.Default.StringArray);

    private static string[]? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, StoredJson.Default.StringArray);
}
