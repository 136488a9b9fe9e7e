using System.Globalization;
using System.Runtime.InteropServices;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes;

/// <summary>
/// The mount namespace of the server: private, so that every mount we make is invisible outside and dies with the process, however it dies.
/// On hybrid hosts it also lacks the unified cgroup tree, beside which crun refuses to work.
/// </summary>
internal static unsafe class MountNamespace
{
    private const string Mark = "GOLDCREST_MOUNTS_OF";
    private const string Unshare = "/usr/bin/unshare";
    private const string OwnNamespace = "/proc/self/ns/mnt";

    /// <summary>True after <see cref="EnterOrContinue"/> has done its work in this process.</summary>
    public static bool IsPrivate { get; private set; }

    /// <summary>
    /// Call before the process holds anything. As root, replaces this process by itself inside a private mount namespace (same process id,
    /// arguments and environment), and returns there; a process started by <see cref="EntryCommand"/> is there already. Not as root,
    /// returns and changes nothing.
    /// </summary>
    /// <exception cref="SandboxLaunchException">The namespace cannot be made.</exception>
    public static void EnterOrContinue()
    {
        if (Libc.EffectiveUser() != 0)
        {
            return;
        }

        var current = CurrentNamespace();
        var left = Environment.GetEnvironmentVariable(Mark);
        if (left is null)
        {
            ExecuteSelfInPrivateNamespace(current);
        }

        if (left == current)
        {
            throw new SandboxLaunchException($"{Unshare} did not make a private mount namespace");
        }

        Environment.SetEnvironmentVariable(Mark, null);
        HideUnifiedTree();
        IsPrivate = true;
    }

    /// <summary>What to put before a program's name and arguments to start it in a private mount namespace at once.</summary>
    public static IReadOnlyList<string> EntryCommand() => [Unshare, "--mount", "--propagation", "private", "--"];

    /// <summary>The environment variable by which a program so started knows it.</summary>
    public static (string Name, string Value) EntryMark() => (Mark, CurrentNamespace());

    private static string CurrentNamespace() => File.ResolveLinkTarget(OwnNamespace, returnFinalTarget: false)?.Name ?? "";

    private static void ExecuteSelfInPrivateNamespace(string current)
    {
        var executable = File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: false)?.FullName ?? Environment.ProcessPath!;
        var arguments = File.ReadAllText("/proc/self/cmdline").Split('\0')[1..^1];
        var variables = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}"));
        using var command = new CStrings([.. EntryCommand(), executable, .. arguments]);
        using var environment = new CStrings([.. variables, $"{Mark}={current}"]);
        _ = Libc.Execute(Unshare, command.Pointer, environment.Pointer);
        throw new SandboxLaunchException(
            $"could not run {Unshare} (apt-get install util-linux): {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static void HideUnifiedTree()
    {
        if (CgroupLayout.OfThisHost().HiddenUnified is not { } unified)
        {
            return;
        }

        if (Libc.Unmount(unified, Libc.UnmountDetach) != 0)
        {
            throw Fault.Of($"hide {unified}, beside which crun refuses to work");
        }
    }
}
