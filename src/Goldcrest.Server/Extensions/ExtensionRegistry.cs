using Goldcrest.Core.Extensions;
using Goldcrest.Core.Invoke;

namespace Goldcrest.Server.Extensions;

/// <summary>
/// The extensions of one life of a sandbox, seen from the Extensions API: who is registered, what each may call now, and the events they wait for. The
/// rules are in <see cref="ExtensionProtocol"/>; this is their state.
/// </summary>
/// <param name="externals">Names of the programs in /opt/extensions.</param>
internal sealed class ExtensionRegistry(ExtensionFunction function, IEnumerable<string> externals)
{
    private readonly Lock _gate = new();
    private readonly List<Extension> _all = [.. externals.Select(name => new Extension(name, isExternal: true))];
    private readonly TaskCompletionSource _registered = NewTask();
    private readonly TaskCompletionSource _ready = NewTask();
    private readonly TaskCompletionSource _told = NewTask();
    private readonly TaskCompletionSource<FunctionFault> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _settled;
    private volatile bool _isUsed;
    private bool _closed;
    private bool _ended;

    /// <summary>How one extension stands, for the log.</summary>
    internal sealed record Standing(string Name, ExtensionPhase Phase, IReadOnlyList<string> Events, string? ErrorType);

    public ExtensionFunction Function => function;

    /// <summary>For a sandbox in which nothing runs yet.</summary>
    public static ExtensionRegistry Empty() => new(new ExtensionFunction("", "", "", ""), []);

    /// <summary>False as long as nobody registered: then nothing of all this costs anything.</summary>
    public bool IsUsed => _isUsed;

    /// <summary>Ends when all external extensions have registered.</summary>
    public Task Registered => _registered.Task;

    /// <summary>Ends when registration is closed and all extensions have asked for their first event.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when an extension says that it fails, or ends.</summary>
    public Task Told => _told.Task;

    /// <summary>Ends when an extension has ended or could not be started, or by <see cref="Conclude"/>; how that is told to the caller.</summary>
    public Task<FunctionFault> Failed => _failed.Task;

    public IReadOnlyList<Standing> Standings
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Select(one => new Standing(one.Name, one.ToldPhase, one.Events, one.ErrorType))];
            }
        }
    }

    /// <summary>POST register.</summary>
    /// <returns>The identifier, or why the call is refused. Exactly one of both.</returns>
    public (Guid? Id, ExtensionRefusal? Refusal) Register(string name, IReadOnlyList<string> events)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return (null, ExtensionRefusal.LifeIsOver);
            }

            var known = _all.Find(one => one.Name == name);
            if (events.FirstOrDefault(kind => !MayHave(known is { IsExternal: true }, kind)) is { } wrong)
            {
                return (null, ExtensionRefusal.InvalidEvent(wrong));
            }

            if (known is null or { IsExternal: false } && RefuseInternalLocked(known) is { } refusal)
            {
                return (null, refusal);
            }

            if (known is null)
            {
                _all.Add(known = new Extension(name, isExternal: false));
            }

            if (!known.TryTake(ExtensionProtocol.Call.Register))
            {
                return (null, ExtensionRefusal.Transition(known.Phase, ExtensionProtocol.Call.Register, name));
            }

            known.Events = [.. events.Distinct()];
            _isUsed = true;
            LookLocked();
            return (known.Id, null);
        }
    }

    /// <summary>GET event/next.</summary>
    /// <param name="abandoned">The caller hung up; the returned task is then cancelled, unless it had ended before.</param>
    /// <returns>The event when there is one, or why the call is refused. Exactly one of both.</returns>
    public (Task<ExtensionEvent>? Event, ExtensionRefusal? Refusal) Next(Guid id, CancellationToken abandoned)
    {
        TaskCompletionSource<ExtensionEvent> poll;
        lock (_gate)
        {
            var (extension, refusal) = FindLocked(id);
            if (extension is null)
            {
                return (null, refusal);
            }

            // One that hung up while it waited, asks again; one that still waits may not ask twice.
            var asksAgain = extension.Phase == ExtensionPhase.Ready && extension.Poll is null;
            if (!asksAgain && !extension.TryTake(ExtensionProtocol.Call.Next))
            {
                return (null, ExtensionRefusal.Transition(extension.Phase, ExtensionProtocol.Call.Next, id.ToString()));
            }

            poll = new TaskCompletionSource<ExtensionEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            extension.Poll = poll;
            if (extension.Waiting is { } waiting)
            {
                GiveLocked(extension, waiting);
            }

            LookLocked();
            if (poll.Task.IsCompleted || !abandoned.CanBeCanceled)
            {
                return (poll.Task, null);
            }
        }

        var registration = abandoned.UnsafeRegister(_ => Abandon(id, poll), null);
        poll.Task.GetAwaiter().UnsafeOnCompleted(() => registration.Unregister());
        return (poll.Task, null);
    }

    /// <returns>The name of who calls, or why the call is refused. Exactly one of both.</returns>
    public (string? Name, ExtensionRefusal? Refusal) FindName(Guid id)
    {
        lock (_gate)
        {
            var (extension, refusal) = FindLocked(id);
            return (extension?.Name, refusal);
        }
    }

    /// <summary>POST init/error and exit/error: fatal for the sandbox's life.</summary>
    /// <returns>Null when accepted.</returns>
    public ExtensionRefusal? Fail(Guid id, ExtensionProtocol.Call call, string errorType)
    {
        lock (_gate)
        {
            var (extension, refusal) = FindLocked(id);
            if (extension is null)
            {
                return refusal;
            }

            if (!extension.TryTake(call))
            {
                return ExtensionRefusal.Transition(extension.Phase, call, id.ToString());
            }

            extension.ErrorType ??= errorType;
            _told.TrySetResult();
            return null;
        }
    }

    /// <summary>The process of an external extension ended.</summary>
    /// <param name="text">How, in AWS's words: <c>exit code 0</c>, <c>exit status 3</c>, <c>signal: killed</c>.</param>
    public void NoteEnd(string name, string text) => FailExternal(name, ExtensionProtocol.Call.Ended, text, errorType: null);

    /// <summary>The program of an external extension could not be executed.</summary>
    /// <param name="errorType">What the log calls it.</param>
    /// <param name="text">Why, as the caller is told.</param>
    public void NoteLaunchFailure(string name, string errorType, string text) => FailExternal(name, ExtensionProtocol.Call.LaunchFailed, text, errorType);

    /// <summary>An extension said that it failed, and has no process of its own that ended.</summary>
    /// <param name="text">What is told instead of its end.</param>
    public void Conclude(string text)
    {
        lock (_gate)
        {
            FailLocked(_all.Find(one => one.ErrorType is not null)?.Phase ?? ExtensionPhase.Exited, text);
        }
    }

    /// <summary>Nobody may register any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            LookLocked();
        }
    }

    /// <summary>Hands an INVOKE to all who want it.</summary>
    /// <returns>Ends when all of them have asked for their next event.</returns>
    public Task BeginInvoke(ExtensionEvent invoke)
    {
        lock (_gate)
        {
            _settled = NewTask();
            GiveAllLocked(invoke);
            LookLocked();
            return _settled.Task;
        }
    }

    /// <summary>Hands a SHUTDOWN to all who want it, also to those who have not asked yet.</summary>
    public void BeginShutdown(ExtensionEvent shutdown)
    {
        lock (_gate)
        {
            GiveAllLocked(shutdown);
        }
    }

    /// <summary>This life is over: whoever still calls is refused.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _all.ForEach(one => one.Poll?.TrySetCanceled());
        }
    }

    private void FailExternal(string name, ExtensionProtocol.Call call, string text, string? errorType)
    {
        lock (_gate)
        {
            var extension = _all.Single(one => one.IsExternal && one.Name == name);
            extension.TryTake(call);
            extension.ErrorType ??= errorType;
            FailLocked(extension.Phase, text);
        }
    }

    private static TaskCompletionSource NewTask() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool MayHave(bool isExternal, string kind) => kind == ExtensionEvent.Invoke || (isExternal && kind == ExtensionEvent.Shutdown);

    private ExtensionRefusal? RefuseInternalLocked(Extension? known) =>
        _closed ? ExtensionRefusal.RegistrationClosed
        : _all.Count >= ExtensionLimits.MaxExtensions ? ExtensionRefusal.TooMany
        : known is not null ? ExtensionRefusal.NameTaken
        : null;

    private (Extension? Extension, ExtensionRefusal? Refusal) FindLocked(Guid id) =>
        _ended ? (null, ExtensionRefusal.LifeIsOver)
        : _all.Find(one => one.Id == id && one.WasRegistered) is { } extension ? (extension, null)
        : (null, ExtensionRefusal.Unknown(id));

    private void GiveAllLocked(ExtensionEvent given)
    {
        foreach (var extension in _all.Where(one => one.WasRegistered && one.Has(given.Kind)))
        {
            extension.Waiting = given;
            if (extension.Poll is not null)
            {
                GiveLocked(extension, given);
            }
        }
    }

    private static void GiveLocked(Extension extension, ExtensionEvent given)
    {
        if (extension.TryTake(ExtensionProtocol.Call.Delivered))
        {
            extension.Poll!.TrySetResult(given);
            (extension.Poll, extension.Waiting) = (null, null);
        }
    }

    private void Abandon(Guid id, TaskCompletionSource<ExtensionEvent> poll)
    {
        lock (_gate)
        {
            var extension = _all.Find(one => one.Id == id)!;
            if (extension.Poll == poll)
            {
                extension.Poll = null;
            }
        }

        poll.TrySetCanceled();
    }

    /// <summary>Something changed: whoever waits for it is told.</summary>
    private void LookLocked()
    {
        if (_all.TrueForAll(one => !one.IsExternal || one.WasRegistered))
        {
            _registered.TrySetResult();
        }

        if (_closed && _all.TrueForAll(one => one.IsAtRest))
        {
            _ready.TrySetResult();
        }

        if (_settled is not null && _all.TrueForAll(one => !one.Has(ExtensionEvent.Invoke) || one.IsAtRest))
        {
            _settled.TrySetResult();
        }
    }

    private void FailLocked(ExtensionPhase phase, string text)
    {
        var type = phase switch
        {
            ExtensionPhase.LaunchError => "Extension.LaunchError",
            ExtensionPhase.InitError => "Extension.InitError",
            ExtensionPhase.ExitError => "Extension.ExitError",
            _ => "Extension.Crash",
        };
        _failed.TrySetResult(new FunctionFault(type, text));
        _told.TrySetResult();
    }
}
