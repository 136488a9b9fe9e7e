using Goldcrest.Server.Runtimes;

namespace Goldcrest.Benchmarks;

/// <summary>The echoes in languages that a person compiles before deploying; their sources lie in bench/functions.</summary>
internal static class CompiledEcho
{
    /// <summary>Copies what the build of this harness has made.</summary>
    public static Task CopyDotnetAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine("artifacts", "bin", "Echo", "release")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Compiles with the host's Java against the interfaces that our bootstrap brings.</summary>
    /// <exception cref="InvalidOperationException">The host has no Java, or the compiler failed.</exception>
    public static Task CompileJavaAsync(string folder, CancellationToken cancellationToken)
    {
        var launch = RuntimeCatalog.OfThisHost(Path.Combine(AppContext.BaseDirectory, "runtimes")).Find("java17")
            ?? throw new InvalidOperationException("there is no Java (default-jdk-headless, libjackson2-databind-java)");
        var sources = Directory.EnumerateFiles(Path.GetFullPath(Path.Combine("bench", "functions", "java")), "*.java", SearchOption.AllDirectories);
        return HostProgram.RunAsync(
            launch.Command[0],
            ["-m", "jdk.compiler/com.sun.tools.javac.Main", "--release", "11", "-nowarn", "-d", folder, "-cp", Path.Combine(launch.Directory!, "goldcrest.jar"), .. sources],
            folder,
            cancellationToken);
    }
}
