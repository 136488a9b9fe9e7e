using System.Text.Json;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Clients;

/// <summary>Programs that drive the server through clients nobody here wrote. Each prints what its client saw as one JSON document.</summary>
internal static class ClientProgram
{
    public const string Boto3 = "boto3";
    public const string AwsCli = "AWS CLI";
    public const string JavaScript = "SDK for JavaScript";

    /// <param name="client">One of the names above.</param>
    /// <param name="program">Its name without extension.</param>
    /// <param name="variables">Endpoint, region and key.</param>
    public static async Task<JsonElement> RunAsync(string client, string program, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var (interpreter, file) = client switch
        {
            Boto3 => ("/usr/bin/python3", $"tests/fixtures/clients/{program}.py"),
            AwsCli => ("/bin/bash", $"tests/fixtures/clients/{program}.sh"),
            JavaScript => ("/usr/bin/node", $"tests/Goldcrest.SystemTests/js/{program}.mjs"),
            _ => throw new ArgumentOutOfRangeException(nameof(client)),
        };
        var run = await ProgramRun.RunAsync(interpreter, [SourceTree.PathOf(file), .. arguments], variables);
        Assert.True(run.ExitCode == 0, $"{file} ended with {run.ExitCode}:\n{run.Output}\n{run.Errors}");
        return JsonElement.Parse(run.Output);
    }

    /// <summary>One command of the AWS CLI's lambda service.</summary>
    public static Task<ProgramRun> AwsAsync(GoldcrestServer server, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        ProgramRun.RunAsync("/usr/bin/aws", ["lambda", .. arguments, "--endpoint-url", server.Endpoint], variables);
}
