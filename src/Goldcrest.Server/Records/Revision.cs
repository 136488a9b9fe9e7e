namespace Goldcrest.Server.Records;

/// <summary>Where all revision ids come from.</summary>
internal static class Revision
{
    /// <returns>A UUID that no other call on any node returns.</returns>
    public static string Next() => Guid.NewGuid().ToString();
}
