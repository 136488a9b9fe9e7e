using System.Globalization;
using Goldcrest.Server.Sandboxes.Oci;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Cgroups;

/// <summary>The control group of one sandbox.</summary>
/// <remarks>
/// In version 1 we make it and start the runtime inside it, because a process that moves itself waits for a grace period of the
/// kernel (12 to 19 ms), while a single thread that moves itself does not. In version 2 threads cannot, and the runtime does it all.
/// Source: docs/adr/0002-the-sandbox-boundary-is-the-oci-runtime.md.
/// </remarks>
internal sealed class SandboxCgroup(CgroupLayout layout, string path)
{
    private const int PeriodMicroseconds = 100_000;
    private const int SmallestQuotaMicroseconds = 1_000;
    private const int MiBPerCpu = 1_769;
    private const string SwapLimit = "memory.memsw.limit_in_bytes";
    private const string SocketLimit = "memory.kmem.tcp.limit_in_bytes";

    /// <summary>null, zero, full, random, urandom and tty: what the runtime puts into /dev. Nothing may be made with mknod.</summary>
    private static readonly string[] AllowedDevices = ["c 1:3 rw", "c 1:5 rw", "c 1:7 rw", "c 1:8 rw", "c 1:9 rw", "c 5:0 rw"];

    private SafeFileHandle? _peak;
    private bool _isThere;

    /// <summary>As the OCI configuration wants it: from the root of the trees, with a leading slash.</summary>
    public string Path => path;

    /// <returns>CPU time in microseconds that a sandbox of this memory gets in each period of 100 ms.</returns>
    public static int QuotaMicroseconds(int memoryMiB) =>
        (int)Math.Max(SmallestQuotaMicroseconds, (long)memoryMiB * PeriodMicroseconds / MiBPerCpu);

    /// <summary>True when the OCI runtime has to make the group and set its limits.</summary>
    public bool IsLeftToRuntime => layout.IsVersion2;

    /// <summary>Version 1: makes the group, which has no limits yet but the devices that it may use.</summary>
    public void Make()
    {
        if (layout.IsVersion2 || _isThere)
        {
            return;
        }

        foreach (var directory in layout.DirectoriesOf(path))
        {
            Directory.CreateDirectory(directory);
        }

        if (layout.Has("devices"))
        {
            Write("devices", "devices.deny", "a");
            foreach (var device in AllowedDevices)
            {
                Write("devices", "devices.allow", device);
            }
        }

        _isThere = true;
    }

    /// <summary>Version 1: makes the group, if it is not there, and sets its limits, but none of CPU time.</summary>
    public void Make(SandboxLimits limits)
    {
        if (layout.IsVersion2)
        {
            return;
        }

        Make();

        // Memory first, then memory and swap: the kernel refuses a sum below the part.
        var bytes = (limits.MemoryMiB * 1_048_576L).ToString(CultureInfo.InvariantCulture);
        Write("memory", "memory.limit_in_bytes", bytes);
        if (File.Exists(layout.FileOf("memory", path, SwapLimit)))
        {
            Write("memory", SwapLimit, bytes);
        }

        // What lies in the buffers of sockets counts by itself, and without a limit not at all: the kernel's own is for the whole host.
        if (File.Exists(layout.FileOf("memory", path, SocketLimit)))
        {
            Write("memory", SocketLimit, bytes);
        }

        Write("pids", "pids.max", limits.Processes.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Version 1: has the calling thread start something while it is inside, for a child starts in the groups of the thread that made it. When this returns or throws
    /// the thread is outside again: a group names the whole process of every thread in it, and whoever sweeps the group would take the server for what is left there.
    /// </summary>
    /// <remarks>The thread ends up at the root of the trees, not where it was, and must end soon after.</remarks>
    public T StartInside<T>(Func<T> start)
    {
        try
        {
            MoveThisThread(path);
            return start();
        }
        finally
        {
            MoveThisThread("");
        }
    }

    /// <returns>The processes inside, by their numbers on the host.</returns>
    public IReadOnlyCollection<int> ReadProcesses() => CgroupSweep.Processes(layout, path);

    /// <inheritdoc cref="CgroupSweep.KillAllAsync"/>
    public Task KillAllAsync(TimeProvider time) => CgroupSweep.KillAllAsync(layout, path, time, CancellationToken.None);

    public void LimitCpu(int memoryMiB)
    {
        var quota = QuotaMicroseconds(memoryMiB);
        if (layout.IsVersion2)
        {
            Write("cpu", "cpu.max", $"{quota} {PeriodMicroseconds}");
            return;
        }

        Write("cpu", "cpu.cfs_period_us", PeriodMicroseconds.ToString(CultureInfo.InvariantCulture));
        Write("cpu", "cpu.cfs_quota_us", quota.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Takes the limit away, so that processes which were killed can die: a thousand of them would take minutes of a small share.</summary>
    public void UnlimitCpu()
    {
        var (file, none) = layout.IsVersion2 ? ("cpu.max", "max") : ("cpu.cfs_quota_us", "-1");
        if (File.Exists(layout.FileOf("cpu", path, file)))
        {
            Write("cpu", file, none);
        }
    }

    public void Freeze() => SetFrozen(true);

    public void Thaw() => SetFrozen(false);

    /// <returns>Whether a process inside was killed because memory was used up.</returns>
    public bool RanOutOfMemory() => CountOutOfMemoryKills() > 0;

    /// <returns>How many processes inside were killed because memory was used up; 0 when the group is gone.</returns>
    public long CountOutOfMemoryKills()
    {
        try
        {
            var lines = File.ReadLines(layout.FileOf("memory", path, layout.IsVersion2 ? "memory.events" : "memory.oom_control"));
            return lines.Select(line => line.Split(' '))
                .Where(words => words is ["oom_kill", _])
                .Sum(words => long.Parse(words[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <returns>Bytes, page cache included; 0 when nothing has run yet.</returns>
    public long ReadPeakMemoryBytes()
    {
        if (OpenPeak() is not { } peak)
        {
            return 0;
        }

        Span<byte> digits = stackalloc byte[32];
        var count = RandomAccess.Read(peak, digits, 0);
        return long.TryParse(digits[..count].TrimEnd((byte)'\n'), CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
    }

    public void ResetPeakMemory()
    {
        if (OpenPeak() is not { } peak)
        {
            return;
        }

        try
        {
            RandomAccess.Write(peak, "0"u8, 0);
        }
        catch (IOException)
        {
            // Version 2 before Linux 6.12 cannot reset it: the peak stays the one of the sandbox's life.
        }
    }

    /// <summary>Removes the group from every tree. All its processes must be gone.</summary>
    public void Remove()
    {
        _peak?.Dispose();
        _peak = null;
        _isThere = false;
        CgroupSweep.Remove(layout, path);
    }

    /// <summary>Kept open: version 2 resets the peak for one descriptor only, and it saves an open per invocation.</summary>
    private SafeFileHandle? OpenPeak()
    {
        if (_peak is not null)
        {
            return _peak;
        }

        var file = layout.FileOf("memory", path, layout.IsVersion2 ? "memory.peak" : "memory.max_usage_in_bytes");
        return File.Exists(file) ? _peak = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite) : null;
    }

    private void SetFrozen(bool frozen)
    {
        if (layout.IsVersion2)
        {
            Write("freezer", "cgroup.freeze", frozen ? "1" : "0");
        }
        else
        {
            Write("freezer", "freezer.state", frozen ? "FROZEN" : "THAWED");
        }
    }

    private void MoveThisThread(string group)
    {
        foreach (var directory in layout.DirectoriesOf(group))
        {
            File.WriteAllText(directory + "/tasks", "0");
        }
    }

    private void Write(string controller, string file, string value) => File.WriteAllText(layout.FileOf(controller, path, file), value);
}
