namespace Goldcrest.Server.Code;

/// <summary>An object in a bucket.</summary>
/// <param name="Version">Null for the newest.</param>
internal sealed record BucketPlace(string Bucket, string Key, string? Version)
{
    /// <summary>Whether a request says anything of a place, be it too little.</summary>
    public static bool IsMeant(string? bucket, string? key, string? version) => (bucket ?? key ?? version) is not null;

    /// <returns>Null unless both bucket and key are named.</returns>
    public static BucketPlace? From(string? bucket, string? key, string? version) =>
        bucket is null || key is null ? null : new BucketPlace(bucket, key, version);
}
