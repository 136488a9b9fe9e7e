using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What the tests of all languages use.</summary>
public static class SharedCases
{
    /// <summary>The managed ones, by the names of their folders.</summary>
    public static TheoryData<string> Languages { get; } = new("nodejs", "python", "ruby", "dotnet", "java");

    /// <summary>Every header an event may carry beside those it always has.</summary>
    public static IReadOnlyDictionary<string, string> AllHeaders { get; } = new Dictionary<string, string>
    {
        ["Lambda-Runtime-Client-Context"] = """{"client":{"app_title":"app"},"custom":{"k":"v"},"env":{"e":"1"}}""",
        ["Lambda-Runtime-Cognito-Identity"] = """{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}""",
        ["Lambda-Runtime-Aws-Tenant-Id"] = "tenant",
        ["Lambda-Runtime-Trace-Id"] = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0",
    };

    /// <returns>An identifier of the language.</returns>
    public static string RuntimeOf(string language) => language switch
    {
        "nodejs" => "nodejs22.x",
        "python" => "python3.12",
        "ruby" => "ruby3.3",
        "dotnet" => "dotnet8",
        _ => "java21",
    };

    /// <summary>Replaces {task} and {runtime} by the folders of a setup.</summary>
    internal static string Expand(this RuntimeSetup setup, string text) =>
        text.Replace("{task}", setup.TaskRoot, StringComparison.Ordinal)
            .Replace("{runtime}", setup.RuntimeDirectory, StringComparison.Ordinal);
}
