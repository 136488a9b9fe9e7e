using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Storage;

/// <summary>A signature lies in two members of whatever is signed.</summary>
internal static class StoredSignature
{
    /// <returns>Null unless both are there.</returns>
    public static CodeSignature? Read(string? profileVersionArn, string? jobArn) =>
        profileVersionArn is null || jobArn is null ? null : new CodeSignature(profileVersionArn, jobArn);
}
