using System.Globalization;
using Goldcrest.Core.Layers;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Layers;

/// <summary>From the core's shapes to the wire's. What a publisher left out is left out.</summary>
internal static class LayerMapping
{
    /// <param name="location">Where the zip can be fetched.</param>
    public static PublishLayerVersionResponse ToPublished(LayerVersion version, string location) => new()
    {
        Content = ToContent(version, location),
        LayerArn = version.Key.Layer.Arn,
        LayerVersionArn = version.Key.Arn,
        Version = version.Key.Number,
        Description = version.Description,
        CreatedDate = Date(version),
        LicenseInfo = version.LicenseInfo,
        CompatibleRuntimes = version.CompatibleRuntimes,
        CompatibleArchitectures = version.CompatibleArchitectures,
    };

    /// <inheritdoc cref="ToPublished"/>
    public static GetLayerVersionResponse ToShown(LayerVersion version, string location) => new()
    {
        Content = ToContent(version, location),
        LayerArn = version.Key.Layer.Arn,
        LayerVersionArn = version.Key.Arn,
        Version = version.Key.Number,
        Description = version.Description,
        CreatedDate = Date(version),
        LicenseInfo = version.LicenseInfo,
        CompatibleRuntimes = version.CompatibleRuntimes,
        CompatibleArchitectures = version.CompatibleArchitectures,
    };

    /// <summary>Lists say nothing of the content.</summary>
    public static LayerVersionsListItem ToListItem(LayerVersion version) => new()
    {
        LayerVersionArn = version.Key.Arn,
        Version = version.Key.Number,
        Description = version.Description,
        CreatedDate = Date(version),
        LicenseInfo = version.LicenseInfo,
        CompatibleRuntimes = version.CompatibleRuntimes,
        CompatibleArchitectures = version.CompatibleArchitectures,
    };

    /// <summary>As a function's configuration shows it.</summary>
    public static Layer ToAttached(AttachedLayer layer) => new()
    {
        Arn = layer.Arn,
        CodeSize = layer.Code.Bytes,
        SigningProfileVersionArn = layer.Code.Signature?.ProfileVersionArn,
        SigningJobArn = layer.Code.Signature?.JobArn,
    };

    private static LayerVersionContentOutput ToContent(LayerVersion version, string location) => new()
    {
        Location = location,
        CodeSha256 = version.Code.Sha256Base64,
        CodeSize = version.Code.Bytes,
        SigningProfileVersionArn = version.Code.Signature?.ProfileVersionArn,
        SigningJobArn = version.Code.Signature?.JobArn,
    };

    private static string Date(LayerVersion version) =>
        version.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
