using System.IO.Compression;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>Programs of the user's own that speak the Runtime API, in real sandboxes.</summary>
public sealed class CustomRuntimeTests(SharedServer shared) : IDisposable
{
    private const int ExecutableFile = 0x81ED;
    private readonly string _folder = Directory.CreateTempSubdirectory("custom-runtime-").FullName;

    private string Bootstrap => Path.Combine(_folder, "bootstrap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("provided.al2")]
    [InlineData("provided.al2023")]
    public async Task A_static_program_serves(string runtime)
    {
        await CompileAsync("gcc", "-O2", "-static", "-o", Bootstrap, Sample("hello-c/bootstrap.c"));

        await ServesAsync(runtime, "Hello from C");
    }

    [Theory]
    [InlineData("provided.al2")]
    [InlineData("provided.al2023")]
    public async Task A_shell_script_serves(string runtime)
    {
        File.Copy(Sample("hello-bash/bootstrap"), Bootstrap);

        await ServesAsync(runtime, "Hello from bash");
    }

    [Fact]
    public async Task A_program_in_Rust_serves()
    {
        var compiler = FindRust();
        Assert.SkipUnless(compiler is not null, "this host has no Rust compiler");

        await CompileAsync(compiler!, "-O", "-o", Bootstrap, Path.Combine(RuntimeSetup.Repository, "tests/fixtures/functions/rust/bootstrap.rs"));

        await ServesAsync("provided.al2023", "Hello from Rust");
    }

    /// <summary>Answers, logs and counts: one process for both events.</summary>
    private async Task ServesAsync(string runtime, string greeting)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployZipAsync(runtime, "any", ZipOfBootstrap(), new() { ["Timeout"] = 60 });

        await client.InvokeAsync(name, """{"name":"Ada"}""");
        var second = await client.InvokeAsync(name, """{"name":"é"}""");

        Assert.Null(second.FunctionError);
        Assert.StartsWith(greeting, second.Json.GetProperty("message").GetString());
        Assert.Equal(2, second.Json.GetProperty("count").GetInt32());
        Assert.Equal("é", second.Json.GetProperty("event").GetProperty("name").GetString());
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Any(line => line.StartsWith("call 2", StringComparison.Ordinal)));
    }

    private byte[] ZipOfBootstrap()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = zip.CreateEntry("bootstrap");
            entry.ExternalAttributes = ExecutableFile << 16;
            using var content = entry.Open();
            content.Write(File.ReadAllBytes(Bootstrap));
        }

        return bytes.ToArray();
    }

    private static string Sample(string path) => Path.Combine(RuntimeSetup.Repository, "samples", path);

    private static string? FindRust()
    {
        var home = Environment.GetEnvironmentVariable("HOME") ?? "/root";
        return new[] { "/usr/bin/rustc", Path.Combine(home, ".cargo/bin/rustc") }.FirstOrDefault(File.Exists);
    }

    private static async Task CompileAsync(string compiler, params string[] arguments)
    {
        var run = await ProgramRun.RunAsync(compiler, arguments, new Dictionary<string, string>());
        Assert.True(run.ExitCode == 0, run.Errors);
    }
}
