using System.Text.RegularExpressions;

namespace Goldcrest.Core.Identity;

/// <summary>The name of a region, as it stands in ARNs.</summary>
public static partial class RegionName
{
    /// <summary>Whether the name has the form that the model's patterns want: what is made in another region could not be named in requests.</summary>
    public static bool IsOne(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^(eusc-)?[a-z]{2}((-gov)|(-iso[a-z]?))?-[a-z]+-[0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
