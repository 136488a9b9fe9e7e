using System.Diagnostics;
using Goldcrest.Server.Runtimes;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>The bootstrap of Java and the functions that tests run on it, compiled once a run.</summary>
internal static class CompiledJava
{
    private const string Inside = "/var/runtime";

    private static readonly Lazy<(RuntimeLaunch Launch, string Functions)> Made = new(Make);

    /// <summary>What becomes /var/runtime.</summary>
    public static string Runtime => Made.Value.Launch.Directory!;

    /// <summary>The folder of the fixtures' classes.</summary>
    public static string Functions => Made.Value.Functions;

    /// <summary>As in a sandbox, but for where the bootstrap lies.</summary>
    public static IEnumerable<string> Command => Made.Value.Launch.Command.Select(argument => argument.Replace(Inside, Runtime, StringComparison.Ordinal));

    private static (RuntimeLaunch Launch, string Functions) Make()
    {
        var launch = RuntimeCatalog.OfThisHost(Path.Combine(AppContext.BaseDirectory, "runtimes")).Find("java17")
            ?? throw new InvalidOperationException("The tests need default-jdk-headless and libjackson2-databind-java.");
        var functions = Path.Combine(AppContext.BaseDirectory, "java-functions");
        var sources = Directory.GetFiles(Path.Combine(RuntimeSetup.Repository, "tests", "fixtures", "functions", "java"), "*.java", SearchOption.AllDirectories);
        using var compiler = Process.Start(new ProcessStartInfo(
            launch.Command[0],
            ["-m", "jdk.compiler/com.sun.tools.javac.Main", "--release", "11", "-nowarn", "-d", functions, "-cp", Path.Combine(launch.Directory!, "goldcrest.jar"), .. sources])
        {
            RedirectStandardError = true,
        })!;
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? (launch, functions) : throw new InvalidOperationException(errors);
    }
}
