using System.Security.Cryptography;
using System.Text;

namespace Goldcrest.Core.Functions;

/// <summary>The subnets and security groups that a function asked for. Empty lists: it was asked to be in none.</summary>
/// <param name="AllowsIpv6">Whether it may use IPv6 in subnets that have it.</param>
/// <remarks>Source: docs/contracts/functions.md#network.</remarks>
public sealed record VpcSettings(ValueList<string> SubnetIds, ValueList<string> SecurityGroupIds, bool AllowsIpv6)
{
    private const int IdDigits = 17;

    /// <summary>In no VPC any more; still shown, with nothing in it.</summary>
    public static VpcSettings Detached { get; } = new([], [], AllowsIpv6: false);

    public bool IsAttached => SubnetIds.Count > 0;

    /// <summary>A function has subnets and groups, or neither.</summary>
    public bool IsWhole => SubnetIds.Count > 0 == SecurityGroupIds.Count > 0;

    /// <summary>
    /// Made up, because nobody here can say which VPC a subnet is in: the same for the same account, region and first subnet by name.
    /// Empty when the function is in none.
    /// </summary>
    public string VpcIdFor(FunctionKey function)
    {
        if (!IsAttached)
        {
            return "";
        }

        var first = SubnetIds.Min(StringComparer.Ordinal);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"goldcrest/vpc/{function.Account}/{function.Region}/{first}"));
        return $"vpc-{Convert.ToHexStringLower(hash)[..IdDigits]}";
    }
}
