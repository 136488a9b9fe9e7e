using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Functions;

/// <summary>
/// The parts of a request that Goldcrest does not do yet. They are refused, never ignored; values that mean "nothing of it", which tools
/// send by habit, are not.
/// </summary>
internal static class UnsupportedMembers
{
    /// <returns>What the request asks for and cannot have; null when it can have everything.</returns>
    public static string? In(CreateFunctionRequest request) => request switch
    {
        { PackageType: PackageTypeValues.Image } or { Code.ImageUri: not null } => "functions of container images",
        { Architectures: [ArchitectureValues.Arm64, ..] } => "functions for arm64",
        { TenancyConfig: not null } => "TenancyConfig",
        { PublishTo: not null } => "PublishTo",
        _ => Key(request.Code?.SourceKMSKeyArn)
            ?? Network(request.VpcConfig, request.FileSystemConfigs)
            ?? Extras(request.DeadLetterConfig, request.KMSKeyArn, request.ImageConfig)
            ?? Modes(request.SnapStart, request.CapacityProviderConfig, request.DurableConfig),
    };

    /// <inheritdoc cref="In(CreateFunctionRequest)"/>
    public static string? In(UpdateFunctionConfigurationRequest request) =>
        Network(request.VpcConfig, request.FileSystemConfigs)
        ?? Extras(request.DeadLetterConfig, request.KMSKeyArn, request.ImageConfig)
        ?? Modes(request.SnapStart, request.CapacityProviderConfig, request.DurableConfig);

    /// <inheritdoc cref="In(CreateFunctionRequest)"/>
    public static string? In(UpdateFunctionCodeRequest request) => request switch
    {
        { Architectures: [ArchitectureValues.Arm64, ..] } => "functions for arm64",
        { PublishTo: not null } => "PublishTo",
        _ => Key(request.SourceKMSKeyArn),
    };

    private static string? Key(string? source) => source is { Length: > 0 } ? "SourceKMSKeyArn" : null;

    private static string? Network(VpcConfig? vpc, IReadOnlyList<FileSystemConfig>? fileSystems) =>
        vpc is { SubnetIds.Count: > 0 } or { SecurityGroupIds.Count: > 0 } ? "VpcConfig"
        : fileSystems is { Count: > 0 } ? "FileSystemConfigs"
        : null;

    private static string? Extras(DeadLetterConfig? deadLetters, string? key, ImageConfig? image) =>
        deadLetters is { TargetArn.Length: > 0 } ? "DeadLetterConfig"
        : key is { Length: > 0 } ? "KMSKeyArn"
        : image is { EntryPoint.Count: > 0 } or { Command.Count: > 0 } or { WorkingDirectory.Length: > 0 } ? "ImageConfig"
        : null;

    private static string? Modes(SnapStart? snapStart, CapacityProviderConfig? capacity, DurableConfig? durable) =>
        snapStart is { ApplyOn: SnapStartApplyOnValues.PublishedVersions } ? "SnapStart"
        : capacity is not null ? "CapacityProviderConfig"
        : durable is not null ? "DurableConfig"
        : null;
}
