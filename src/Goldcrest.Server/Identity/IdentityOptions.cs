using Goldcrest.Core.Identity;

namespace Goldcrest.Server.Identity;

/// <summary>Who may use this node, and as whom.</summary>
internal sealed record IdentityOptions
{
    /// <summary>Accepts any key and any signature, and requests without one. For tests and tools; never beyond loopback.</summary>
    public bool Dev { get; init; }

    /// <summary>The account that the root key belongs to: twelve digits.</summary>
    public string DefaultAccount { get; init; } = "000000000000";

    /// <summary>Region of requests that name none; only unsigned ones in development mode do not.</summary>
    public string DefaultRegion { get; init; } = "us-east-1";

    /// <summary>Directory that holds the root key, made when absent, readable by the server only.</summary>
    public required string Directory { get; init; }

    /// <returns>Everything that is wrong, one sentence each; empty when all is well.</returns>
    public IReadOnlyList<string> Validate()
    {
        var wrong = new List<string>();
        if (!IsAccount(DefaultAccount))
        {
            wrong.Add($"The account must be twelve digits, not '{DefaultAccount}'.");
        }

        if (!RegionName.IsOne(DefaultRegion))
        {
            wrong.Add($"The region must look like us-east-1, not '{DefaultRegion}'.");
        }

        if (!Path.IsPathFullyQualified(Directory))
        {
            wrong.Add($"The identity directory must be an absolute path, not '{Directory}'.");
        }

        return wrong;
    }

    internal static bool IsAccount(ReadOnlySpan<char> text) => text.Length == 12 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether requests may name this region: any that clients make up, not only such as a node can stand in.</summary>
    internal static bool IsRegion(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= 32;
    }
}
