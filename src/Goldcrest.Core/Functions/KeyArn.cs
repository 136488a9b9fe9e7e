using System.Text.RegularExpressions;

namespace Goldcrest.Core.Functions;

/// <summary>The ARN of a key of KMS, or of an alias of one.</summary>
public static partial class KeyArn
{
    /// <summary>Says nothing of whether there is such a key.</summary>
    public static bool IsOne(string arn) => Form().IsMatch(arn);

    [GeneratedRegex(@"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[a-zA-Z0-9/_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
