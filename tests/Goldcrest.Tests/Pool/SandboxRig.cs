using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Logs;
using Goldcrest.Server.Pool;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Telemetry;
using Goldcrest.Tests.Telemetry;

namespace Goldcrest.Tests.Pool;

/// <summary>One function's sandbox without a host, with everything around it in the test's hands.</summary>
internal sealed class SandboxRig
{
    public static readonly TimeSpan FreezeAfter = TimeSpan.FromMilliseconds(100);

    private readonly RuntimeEndpoint _endpoint;
    private readonly SandboxExtensions _extensions;

    public SandboxRig(
        Action<ScriptedSandbox, RuntimeSession> program, FunctionVersion? version = null, FunctionFault? flaw = null, ManualClock? clock = null,
        IReadOnlyList<ExternalExtension>? externals = null, RoleEndpoint? role = null)
    {
        Clock = clock ?? new ManualClock();
        var given = version ?? Versions.Create();
        var endpoint = new RuntimeEndpoint(role);
        _endpoint = endpoint;
        Sandbox = new ScriptedSandbox(endpoint, program);
        var feed = new TelemetryFeed(_ => Sender = Sender.IsTaken() ? new ScriptedSender() : Sender, Rooms.Create(), Clock);
        var log = Written = new SandboxLog(Log, new LogStreamKey("0", "r", "g", "s"), given.Serving.Settings.Logging, feed, Clock);
        Story = new SandboxStory(log, given, new PlatformRuntime("python:3.11.2", "arn", "hello", "$LATEST", "s", 128 << 20), Clock);
        _extensions = new SandboxExtensions(
            Sandbox, new ExtensionFunction("hello", "$LATEST", "h", "000000000000"), externals ?? [], new Dictionary<string, string>(), log);
        Printer = text => log.OnText(System.Text.Encoding.UTF8.GetBytes(text));
        Function = new FunctionSandbox(new FunctionSandbox.Parts(Sandbox, endpoint, _extensions, log, Story, flaw, Pin), given, FreezeAfter, Clock);
    }

    public ManualClock Clock { get; }

    public CollectedLog Log { get; } = new();

    /// <summary>What writes the log, and tells subscribers.</summary>
    public SandboxLog Written { get; }

    public SandboxStory Story { get; }

    /// <summary>The way to the latest subscriber; to the first one, as long as there is none.</summary>
    public ScriptedSender Sender { get; private set; } = new();

    public ScriptedSandbox Sandbox { get; }

    public FunctionSandbox Function { get; }

    /// <summary>The life that is lived now.</summary>
    public RuntimeSession Session => _endpoint.Session;

    /// <summary>Of the life that is lived now.</summary>
    public ExtensionRegistry Extensions => _extensions.Registry;

    public CountedPin Pin { get; } = new();

    /// <summary>Writes to the program's standard output.</summary>
    public Action<string> Printer { get; }

    /// <summary>A program that answers every event with its request id.</summary>
    public static void Echo(ScriptedSandbox sandbox, RuntimeSession session) => _ = ServeAsync(session, invocation =>
        Answer(session, invocation, System.Text.Encoding.UTF8.GetBytes(invocation.RequestId)));

    /// <summary>A program that asks for events and leaves each to the delegate.</summary>
    public static Action<ScriptedSandbox, RuntimeSession> Program(Action<ScriptedSandbox, RuntimeSession, Invocation> onEvent) =>
        (sandbox, session) => _ = ServeAsync(session, invocation => onEvent(sandbox, session, invocation));

    public static void Answer(RuntimeSession session, Invocation invocation, byte[] payload)
    {
        if (session.BeginAnswer(invocation.RequestId, RuntimeProtocol.Call.Response).Refusal is null)
        {
            session.EndAnswer(invocation, new InvokeOutcome.Responded(payload));
        }
    }

    private static async Task ServeAsync(RuntimeSession session, Action<Invocation> onEvent)
    {
        while (session.Next(CancellationToken.None).Invocation is { } next)
        {
            try
            {
                var invocation = await next;
                onEvent(invocation);
                await invocation.Outcome;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    internal sealed class CountedPin : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
