using System.Text.RegularExpressions;

namespace Goldcrest.Cli.Client;

/// <summary>The installed AWS CLI.</summary>
internal sealed partial record AwsCliVersion(Version Number)
{
    // The two lines of the AWS CLI learned AWS_ENDPOINT_URL in these releases.
    private static readonly Version FirstOf1 = new(1, 29, 0);
    private static readonly Version FirstOf2 = new(2, 13, 0);

    public bool ReadsEndpointVariable => Number >= (Number.Major == 1 ? FirstOf1 : FirstOf2);

    /// <returns>Null when the text is not what <c>aws --version</c> prints.</returns>
    public static AwsCliVersion? TryParse(string? text) =>
        Pattern().Match(text ?? "") is { Success: true } match ? new AwsCliVersion(Version.Parse(match.Groups[1].Value)) : null;

    [GeneratedRegex(@"^aws-cli/([0-9]+\.[0-9]+\.[0-9]+)")]
    private static partial Regex Pattern();
}
