using System.Buffers;

namespace Goldcrest.Cli.Client;

/// <summary>What <c>goldcrest env</c> prints: statements that bash, zsh and any POSIX shell understand, each ended by a semicolon.</summary>
internal static class ShellLines
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+=:,@%");

    /// <param name="aws">Null when no AWS CLI is installed.</param>
    /// <param name="hasProxy">Whether this shell sends http requests through a proxy, which cannot reach this machine's loopback.</param>
    public static IEnumerable<string> For(Connection connection, AwsCliVersion? aws, bool hasProxy)
    {
        yield return $"export AWS_ENDPOINT_URL={Quote(connection.Endpoint.OriginalString)};";
        yield return $"export AWS_DEFAULT_REGION={Quote(connection.Region)};";
        yield return $"export AWS_REGION={Quote(connection.Region)};";
        yield return $"export AWS_ACCESS_KEY_ID={Quote(connection.Key.AccessKeyId)};";
        yield return $"export AWS_SECRET_ACCESS_KEY={Quote(connection.Key.Secret)};";

        // Each of these would win over what was just exported, or sign with another account's token.
        yield return "unset AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ENDPOINT_URL_LAMBDA AWS_IGNORE_CONFIGURED_ENDPOINT_URLS;";
        if (hasProxy)
        {
            yield return "export NO_PROXY=\"127.0.0.1,localhost${NO_PROXY:+,$NO_PROXY}\"; export no_proxy=\"$NO_PROXY\";";
        }

        if (aws is { ReadsEndpointVariable: false })
        {
            // Said with a null command: an interactive zsh takes no comments.
            yield return $": 'aws-cli {aws.Number} does not read AWS_ENDPOINT_URL (1.29, 2.13 and later do); this function passes it.';";
            yield return "aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; };";
            yield return "if [ -n \"${BASH_VERSION:-}\" ]; then export -f aws; fi;";
        }
    }

    /// <summary>As a person would type it: in quotes only when it needs them.</summary>
    internal static string Word(string text) => text.Length == 0 || text.AsSpan().ContainsAnyExcept(Plain) ? Quote(text) : text;

    /// <summary>One word for the shell, whatever it holds.</summary>
    internal static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
