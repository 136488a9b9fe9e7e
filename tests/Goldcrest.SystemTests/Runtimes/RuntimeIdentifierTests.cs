using System.Text.Json.Nodes;
using Goldcrest.Server.Runtimes;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Wire.Lambda;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>Every runtime identifier of the model, asked for as a client does. Source: docs/contracts/functions.md#runtimes, docs/contracts/runtimes.md#versions.</summary>
public sealed class RuntimeIdentifierTests(SharedServer shared)
{
    /// <summary>Those that AWS refused in January 2026 (recorded): whatever else the model names must work.</summary>
    private static readonly HashSet<string> Deprecated =
    [
        "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "go1.x", "java8", "nodejs", "nodejs10.x", "nodejs12.x",
        "nodejs14.x", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "provided", "python2.7", "python3.6", "python3.7", "ruby2.5", "ruby2.7",
    ];

    private static readonly RuntimeCatalog Catalog = RuntimeCatalog.OfThisHost(Path.Combine(AppContext.BaseDirectory, "runtimes"));

    public static TheoryData<string> All => [.. RuntimeValues.All];

    [Theory]
    [MemberData(nameof(All))]
    public async Task One_that_is_accepted_resolves_and_a_deprecated_one_is_refused(string runtime)
    {
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var request = new JsonObject
        {
            ["FunctionName"] = "identifier-" + runtime.Replace('.', '-'),
            ["Runtime"] = runtime,
            ["Handler"] = "a.b",
            ["Role"] = "arn:aws:iam::000000000000:role/test",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(FunctionClient.Zip(new() { ["a"] = "" })) },
        };

        var answer = await caller.SendAsync("POST", LambdaCaller.Functions, request);

        if (Deprecated.Contains(runtime))
        {
            Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.ErrorType));
            Assert.Equal(
                $"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
                    + "We recommend you use a supported runtime while creating or updating functions.",
                answer.Message);
            return;
        }

        Assert.True(answer.Status == 201, answer.Text);
        var launch = Catalog.Find(runtime);
        Assert.NotNull(launch);
        Assert.Equal(runtime.StartsWith("provided", StringComparison.Ordinal), !launch.IsManaged);
    }
}
