using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Goldcrest.SystemTests.Network;
using Goldcrest.SystemTests.Sandboxes;

namespace Goldcrest.SystemTests.Serving;

/// <summary>The real <c>goldcrest up</c> in a process and data directory of its own, on a free port of 127.0.0.1.</summary>
internal sealed class GoldcrestServer : IAsyncDisposable
{
    private const string ReadyMark = "goldcrest ready on ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _ownsData;
    private SpaceRelay? _relay;

    private GoldcrestServer(Process process, string dataDirectory, bool ownsData)
    {
        _process = process;
        DataDirectory = dataDirectory;
        _ownsData = ownsData;
    }

    public string DataDirectory { get; }

    /// <summary>Without a slash at its end.</summary>
    public string Endpoint { get; private set; } = "";

    public int ProcessId => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The credentials that a stranger would get from <c>goldcrest env</c>, as environment variables for any AWS client.</summary>
    public IReadOnlyDictionary<string, string> ClientVariables
    {
        get
        {
            using var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(DataDirectory, "identity", "root-credentials.json")));
            return Variables(
                root.RootElement.GetProperty("accessKeyId").GetString()!, root.RootElement.GetProperty("secretAccessKey").GetString()!, "us-east-1");
        }
    }

    /// <param name="dataDirectory">An existing one, which is kept; null makes one that goes with the server.</param>
    /// <param name="flags">More flags of <c>up</c>, such as <c>--dev</c>.</param>
    /// <exception cref="InvalidOperationException">It ended before it was ready; carries what it printed.</exception>
    public static Task<GoldcrestServer> StartAsync(string? dataDirectory = null, params string[] flags) =>
        StartAsync(dataDirectory, new Dictionary<string, string>(), flags);

    /// <inheritdoc cref="StartAsync(string?, string[])"/>
    /// <param name="variables">Environment of the server, on top of the tests' own.</param>
    public static Task<GoldcrestServer> StartAsync(string? dataDirectory, IReadOnlyDictionary<string, string> variables, params string[] flags) =>
        StartAsync([Program], dataDirectory, variables, flags);

    /// <summary>A server of somebody who is not root, in his own home.</summary>
    public static Task<GoldcrestServer> StartForAsync(OrdinaryUser user, params string[] flags) =>
        StartAsync([.. OrdinaryUser.Prefix, user.Program], Path.Combine(user.Home, "goldcrest"), user.Variables, flags);

    /// <summary>A server in a network namespace of a test's; the endpoint leads there.</summary>
    public static Task<GoldcrestServer> StartInAsync(NetworkSpace space, string? dataDirectory, params string[] flags) =>
        StartInAsync(space, dataDirectory, [], flags);

    /// <inheritdoc cref="StartInAsync(NetworkSpace, string?, string[])"/>
    /// <param name="wrapper">A program and arguments that run the server.</param>
    public static async Task<GoldcrestServer> StartInAsync(NetworkSpace space, string? dataDirectory, IReadOnlyList<string> wrapper, string[] flags)
    {
        var server = await StartAsync(["/usr/bin/nsenter", $"--net={space.Path}", .. wrapper, Program], dataDirectory, new Dictionary<string, string>(), flags);
        server._relay = new SpaceRelay(space, new Uri(server.Endpoint).Port);
        server.Endpoint = server._relay.Endpoint;
        return server;
    }

    private static async Task<GoldcrestServer> StartAsync(
        IReadOnlyList<string> command, string? dataDirectory, IReadOnlyDictionary<string, string> variables, string[] flags)
    {
        var data = dataDirectory ?? Directory.CreateTempSubdirectory("goldcrest-system-").FullName;
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), "up", "--no-install", "--port", "0", "--data", data, .. flags])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var server = new GoldcrestServer(new Process { StartInfo = start, EnableRaisingEvents = true }, data, ownsData: dataDirectory is null);
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        server._process.Exited += (_, _) => server._ready.TrySetException(new InvalidOperationException($"goldcrest up ended:\n{server.Output}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Endpoint = await server._ready.Task.WaitAsync(StartPatience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The <c>goldcrest</c> program under test.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "goldcrest");

    /// <summary>Environment variables that lead any AWS client to this server with a key of the caller's choice.</summary>
    public IReadOnlyDictionary<string, string> Variables(string accessKeyId, string secret, string region) => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = Endpoint,
        ["AWS_ACCESS_KEY_ID"] = accessKeyId,
        ["AWS_SECRET_ACCESS_KEY"] = secret,
        ["AWS_DEFAULT_REGION"] = region,
        ["AWS_REGION"] = region,
    };

    /// <summary>SIGTERM, and the end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It did not end in two minutes; it was killed.</exception>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await WaitForExitAsync();
        }

        return _process.ExitCode;
    }

    /// <summary>The end of a server that somebody has signalled.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL, as a power cut would: nothing gets to clean up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_relay is not null)
        {
            await _relay.DisposeAsync();
        }

        _process.Dispose();
        if (_ownsData)
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    private async Task WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            throw new TimeoutException($"goldcrest up did not end after SIGTERM:\n{Output}");
        }
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith(ReadyMark, StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult(line[ReadyMark.Length..].Trim());
        }
    }
}
