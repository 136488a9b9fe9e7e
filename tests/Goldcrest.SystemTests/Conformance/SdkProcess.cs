using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>The AWS SDK for JavaScript in a process of its own, sending what it is told to. Disposal ends it.</summary>
internal sealed class SdkProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private SdkProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static SdkProcess Start(GoldcrestServer server, string region)
    {
        var root = server.ClientVariables;
        var start = new ProcessStartInfo("/usr/bin/node", [SourceTree.PathOf("tests/Goldcrest.SystemTests/js/conformance.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        ProgramRun.ForgetCredentials(start);
        foreach (var (name, value) in server.Variables(root["AWS_ACCESS_KEY_ID"], root["AWS_SECRET_ACCESS_KEY"], region))
        {
            start.Environment[name] = value;
        }

        return new SdkProcess(Process.Start(start)!);
    }

    /// <exception cref="InvalidOperationException">The SDK could not send the request or read the answer; says why.</exception>
    public async Task<SdkAnswer> SendAsync(string operation, JsonNode? parameters, JsonObject? until, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["operation"] = operation, ["parameters"] = parameters, ["until"] = until?.DeepClone() };
        await _process.StandardInput.WriteLineAsync(request.ToJsonString().AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken)
            ?? throw new InvalidOperationException(await _errors);
        var result = JsonNode.Parse(line)!.AsObject();
        return (string?)result["failure"] is { } failure
            ? throw new InvalidOperationException($"{failure}\n{result["wire"]}")
            : SdkAnswer.From(result);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
