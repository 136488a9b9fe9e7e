using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What really is in a program's environment when it is executed: the kernel's copy, which no runtime changes.</summary>
public sealed class EnvironmentTests(SharedServer shared)
{
    private const string Common =
        "AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_ENDPOINT_URL AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE "
        + "AWS_LAMBDA_LOG_FORMAT AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN "
        + "AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS HOME LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG LD_LIBRARY_PATH PATH TZ _AWS_XRAY_DAEMON_ADDRESS "
        + "_AWS_XRAY_DAEMON_PORT _HANDLER";

    [Theory]
    [InlineData("python3.12", "app.py", "def handler(e, c): return names(open('/proc/self/environ').read())\ndef names(text): return ' '.join(sorted(v.partition('=')[0] for v in text.split(chr(0)) if v))\n")]
    [InlineData("nodejs22.x", "app.js", "exports.handler = async () => require('fs').readFileSync('/proc/self/environ', 'utf8').split(String.fromCharCode(0)).filter(v => v).map(v => v.split('=')[0]).sort().join(' ')\n")]
    [InlineData("ruby3.3", "app.rb", "def handler(event:, context:) = File.read('/proc/self/environ').split(0.chr).map { |v| v.split('=')[0] }.sort.join(' ')\n")]
    public async Task Managed_runtimes_get_exactly_this_and_nothing_of_the_host(string runtime, string file, string code)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync(runtime, "app.handler", new() { [file] = code });

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal(
            Common.Split(' ').Concat(["AWS_EXECUTION_ENV", "_LAMBDA_TELEMETRY_LOG_FD"]).Order(StringComparer.Ordinal),
            reply.Json.GetString()!.Split(' ').Order(StringComparer.Ordinal));
    }
}
