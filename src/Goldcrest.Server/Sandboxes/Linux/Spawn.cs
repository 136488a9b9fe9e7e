namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Starts a program with chosen descriptors, which <see cref="System.Diagnostics.Process"/> cannot.</summary>
internal static unsafe class Spawn
{
    private const short SetDefaultSignals = 4;
    private const short SetSignalMask = 8;
    private const short SetSession = 0x80;
    private const int FirstAfterStandard = 3;
    private const int CloseRange = 436;
    private const int CloseRangeOnExec = 4;

    /// <summary>What the server was given open by whoever started it is kept from the programs that it starts; what it opens itself is anyway.</summary>
    public static void KeepInherited() => _ = Libc.SystemCall(CloseRange, FirstAfterStandard, int.MaxValue, CloseRangeOnExec, 0);

    /// <summary>
    /// Starts the program in a session of its own, with default signals and no environment but PATH. The descriptor at index i
    /// of <paramref name="descriptors"/> becomes number i; whatever else the server has open is closed on exec.
    /// </summary>
    /// <param name="descriptors">At least the three standard streams. The server's own are never passed on: they may be devices of the host, which OCI runtimes give
    /// to the container's user.</param>
    /// <returns>The process id, which the caller must wait for.</returns>
    public static int Start(IReadOnlyList<string> command, ReadOnlySpan<int> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(descriptors.Length, FirstAfterStandard, nameof(descriptors));

        // The sizes of glibc's opaque types on x86-64 are 80, 336 and 128 bytes; the rest is slack.
        byte* actions = stackalloc byte[256];
        byte* attributes = stackalloc byte[512];
        byte* allSignals = stackalloc byte[128];
        byte* noSignals = stackalloc byte[128];
        new Span<byte>(allSignals, 128).Fill(0xff);
        new Span<byte>(noSignals, 128).Clear();

        _ = Libc.SpawnActionsInit(actions);
        _ = Libc.SpawnAttributesInit(attributes);
        try
        {
            for (var target = 0; target < descriptors.Length; target++)
            {
                _ = Libc.SpawnActionsDuplicate(actions, descriptors[target], target);
            }

            // .NET ignores SIGPIPE; an ignored signal would stay ignored in the function.
            _ = Libc.SpawnAttributesSetDefaultSignals(attributes, allSignals);
            _ = Libc.SpawnAttributesSetSignalMask(attributes, noSignals);
            _ = Libc.SpawnAttributesSetFlags(attributes, SetDefaultSignals | SetSignalMask | SetSession);

            using var arguments = new CStrings(command);
            using var environment = new CStrings(["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
            int process;
            var error = Libc.Spawn(&process, command[0], actions, attributes, arguments.Pointer, environment.Pointer);
            return error == 0 ? process : throw Fault.Of($"start {command[0]}", error);
        }
        finally
        {
            _ = Libc.SpawnAttributesDestroy(attributes);
            _ = Libc.SpawnActionsDestroy(actions);
        }
    }
}
