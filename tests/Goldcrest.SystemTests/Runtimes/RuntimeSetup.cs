using System.Diagnostics;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>How a runtime is started: the command line and environment a sandbox would give it, without the sandbox.</summary>
internal sealed record RuntimeSetup(string Language, string Handler)
{
    internal static readonly string Repository = FindRepository();

    /// <param name="shared">A handler of the fixtures that every language has, as <c>file.method</c>.</param>
    public static RuntimeSetup For(string language, string shared) => new(language, language switch
    {
        "dotnet" => ToTypeAndMethod(shared),
        "java" => "fixtures." + char.ToUpperInvariant(shared[0]) + shared[1..].Replace(".", "::", StringComparison.Ordinal).Replace("::long", "::longLine", StringComparison.Ordinal),
        _ => shared,
    });

    public bool HasFrames { get; init; }

    /// <summary>Whether frames go into a pipe that is full most of the time, and non-blocking.</summary>
    public bool HasSlowReader { get; init; }

    /// <summary>A folder of the repository with the function's code; by default the language's fixtures.</summary>
    public string? Folder { get; init; }

    /// <summary>The status the fake Runtime API answers posts with.</summary>
    public int PostStatus { get; init; } = 202;

    /// <summary>Variables beside those every function has.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string TaskRoot => Path.Combine(Repository, Folder ?? Language switch
    {
        "dotnet" => "artifacts/bin/Fixtures/release",
        "java" => CompiledJava.Functions,
        _ => $"tests/fixtures/functions/{Language}",
    });

    /// <summary>What needs a compiler lies where that has put it.</summary>
    public string RuntimeDirectory => Language switch
    {
        "dotnet" => Path.Combine(AppContext.BaseDirectory, "runtimes", Language),
        "java" => CompiledJava.Runtime,
        _ => Path.Combine(Repository, "runtimes", Language),
    };

    public ProcessStartInfo ToStartInfo(string runtimeApi, string framesFile)
    {
        // The shell only opens the descriptor that frames go to; it becomes the interpreter.
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var open = HasFrames ? "exec 3>>\"$1\"; " : "";
        string[] reader = HasSlowReader
            ? ["python3", Path.Combine(Repository, "tests", "fixtures", "slow-log-reader.py"), framesFile]
            : [];
        foreach (var argument in (string[])["-c", open + "shift; exec \"$@\"", "sh", framesFile, .. reader, .. Command()])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in Variables(runtimeApi).Concat(Environment))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string ToTypeAndMethod(string shared)
    {
        var parts = shared.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]).ToArray();
        return $"Fixtures::Fixtures.{parts[0]}::{parts[1]}";
    }

    private string[] Command() => Language switch
    {
        "nodejs" => ["node", Path.Combine(RuntimeDirectory, "index.cjs")],
        "python" => ["python3", "-S", "-B", Path.Combine(RuntimeDirectory, "bootstrap.py")],
        "ruby" => ["ruby", "--disable-gems", Path.Combine(RuntimeDirectory, "bootstrap.rb")],
        "dotnet" => ["dotnet", "exec", Path.Combine(RuntimeDirectory, "bootstrap.dll")],
        "java" => ["/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", TaskRoot, .. CompiledJava.Command],
        _ => [Path.Combine(TaskRoot, "bootstrap")],
    };

    private Dictionary<string, string> Variables(string runtimeApi)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH")!,
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["_HANDLER"] = Handler,
            ["LAMBDA_TASK_ROOT"] = TaskRoot,
            ["LAMBDA_RUNTIME_DIR"] = RuntimeDirectory,
            ["AWS_LAMBDA_FUNCTION_NAME"] = "fixture",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/fixture",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "stream",
        };
        if (HasFrames)
        {
            variables["_LAMBDA_TELEMETRY_LOG_FD"] = "3";
        }

        return variables;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Goldcrest.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
