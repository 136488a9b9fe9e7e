using System.Text.Json;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Seccomp;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>Writes the config.json of an OCI bundle: all that the runtime knows about one sandbox.</summary>
/// <remarks>Source: docs/adr/0002-the-sandbox-boundary-is-the-oci-runtime.md.</remarks>
internal static class BundleConfig
{
    public const int UserId = 993;
    public const int GroupId = 990;
    public const int Descriptors = 1_024;
    public const int Processes = 1_024;

    /// <summary>Whom the kernel kills first when the host has no memory left: from -1,000 to 1,000, the server 0 as it is started.</summary>
    public const int KernelPrefersToKill = 900;

    private static readonly string[] Namespaces = ["pid", "mount", "ipc", "uts", "cgroup"];

    /// <summary>What tells of the host's devices, disks, memory and how it was started, or of other sandboxes.</summary>
    /// <remarks>Source: docs/contracts/proc.md.</remarks>
    private static readonly string[] MaskedPaths =
    [
        "/proc/acpi", "/proc/asound", "/proc/buddyinfo", "/proc/bus", "/proc/cmdline", "/proc/diskstats", "/proc/fs", "/proc/interrupts", "/proc/iomem", "/proc/ioports",
        "/proc/irq", "/proc/kcore", "/proc/keys", "/proc/key-users", "/proc/kallsyms", "/proc/kpagecount", "/proc/kpageflags", "/proc/latency_stats", "/proc/modules",
        "/proc/partitions", "/proc/scsi", "/proc/swaps", "/proc/sys/kernel/core_pattern", "/proc/timer_list", "/proc/timer_stats", "/proc/vmstat", "/proc/zoneinfo",
    ];

    private static readonly string[] ReadOnlyPaths = ["/proc/sys", "/proc/sysrq-trigger"];

    public static byte[] Write(SandboxSpec spec, SandboxPlaces places)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("ociVersion", "1.0.2");
            json.WritePropertyName("process");

            // tini reaps orphans and passes SIGTERM on, so that the program is an ordinary process with the default signals. The static one loads no library first.
            var inside = InsidePrograms.Of(spec.Root);
            WriteProcess(json, [inside.First, "--", .. spec.HasCompanions ? inside.Keeper : spec.Command], spec.Environment, spec.WorkingDirectory);
            json.WriteStartObject("root");
            json.WriteString("path", places.Root);
            json.WriteBoolean("readonly", true);
            json.WriteEndObject();
            json.WriteString("hostname", "sandbox");
            WriteMounts(json, spec, places);
            WriteLinux(json, places);
            json.WriteStartObject("annotations");
            json.WriteBase64String("run.oci.seccomp_bpf_data", SandboxSyscalls.Filter);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The process object of a program that joins a sandbox: the same user, the same limits, no more rights than the first.</summary>
    public static byte[] WriteProcess(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            WriteProcess(json, command, environment, workingDirectory);
        }

        return stream.ToArray();
    }

    private static void WriteProcess(
        Utf8JsonWriter json, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        json.WriteStartObject();
        json.WriteBoolean("terminal", false);
        json.WriteStartObject("user");
        json.WriteNumber("uid", UserId);
        json.WriteNumber("gid", GroupId);
        json.WriteEndObject();

        Strings(json, "args", command);
        Strings(json, "env", environment.Select(variable => $"{variable.Key}={variable.Value}"));
        json.WriteString("cwd", workingDirectory);
        json.WriteStartObject("capabilities");
        foreach (var set in (string[])["bounding", "effective", "inheritable", "permitted", "ambient"])
        {
            Strings(json, set, []);
        }

        json.WriteEndObject();
        json.WriteStartArray("rlimits");
        Limit(json, "RLIMIT_NOFILE", Descriptors);
        Limit(json, "RLIMIT_CORE", 0);
        json.WriteEndArray();
        json.WriteBoolean("noNewPrivileges", true);
        json.WriteNumber("oomScoreAdj", KernelPrefersToKill);
        json.WriteEndObject();
    }

    private static void WriteMounts(Utf8JsonWriter json, SandboxSpec spec, SandboxPlaces places)
    {
        json.WriteStartArray("mounts");

        // Read only, so that nobody changes what the kernel thinks of his processes, such as whom it kills first.
        Mount(json, "proc", "proc", "/proc", "nosuid", "noexec", "nodev", "ro");
        if (places.Views is { } views)
        {
            Bind(json, views.Memory, "/proc/meminfo");
            Bind(json, views.Boot, "/proc/sys/kernel/random/boot_id");
        }

        Mount(json, "tmpfs", "tmpfs", "/dev", "nosuid", "noexec", "strictatime", "mode=755", "size=64k", "nr_inodes=64");
        if (spec.Root is SandboxRoot.Image)
        {
            WriteMountsOnImage(json, places);
        }
        else
        {
            Bind(json, "/usr", "/usr");
        }

        if (spec.CodeDirectory is { } code)
        {
            Bind(json, code, "/var/task");
        }

        if (spec.RuntimeDirectory is { } runtime)
        {
            Bind(json, runtime, "/var/runtime");
        }

        if (places.Layers is { } layers)
        {
            Bind(json, layers, "/opt");
        }

        if (places.Folder is { } folder)
        {
            WriteFolder(json, folder, spec.Folder!);
        }

        // Writable, hence its own flags come from the mount that the server made; the runtime only binds it.
        Mount(json, "bind", places.Tmp, "/tmp", "bind", "rw", "nosuid", "nodev");
        json.WriteEndArray();
    }

    /// <summary>Programs may be run from there, as on AWS; what they could gain by it is taken away.</summary>
    private static void WriteFolder(Utf8JsonWriter json, FolderMount mount, FolderMountSpec folder)
    {
        Bind(json, mount.Root, FolderMountSpec.Root);
        Mount(json, "bind", mount.Path, folder.Inside, "bind", folder.Folder.IsReadOnly ? "ro" : "rw", "nosuid", "nodev");
    }

    /// <summary>What is the sandbox's own and not the image's: its first programs, which the image need not be able to run, and what it knows of its network.</summary>
    private static void WriteMountsOnImage(Utf8JsonWriter json, SandboxPlaces places)
    {
        Bind(json, InsidePrograms.StaticFirst, InsidePrograms.FirstOnImage);
        Bind(json, places.Keeper, InsidePrograms.KeeperOnImage);
        foreach (var file in (string[])["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"])
        {
            Bind(json, places.RootFileSystem + file, file);
        }
    }

    private static void WriteLinux(Utf8JsonWriter json, SandboxPlaces places)
    {
        json.WriteStartObject("linux");
        json.WriteString("cgroupsPath", places.Cgroup);
        if (places.FirstHostId is { } firstHostId)
        {
            IdMapping(json, "uidMappings", firstHostId);
            IdMapping(json, "gidMappings", firstHostId);
        }

        json.WriteStartArray("namespaces");
        foreach (var kind in places.FirstHostId is null ? Namespaces : ["user", .. Namespaces])
        {
            json.WriteStartObject();
            json.WriteString("type", kind);
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("type", "network");
        json.WriteString("path", places.NetworkNamespace);
        json.WriteEndObject();
        json.WriteEndArray();

        json.WriteStartObject("resources");
        json.WriteStartObject("memory");
        json.WriteNumber("limit", places.Limits.MemoryMiB * 1_048_576L);

        // Memory and swap together: equal means no swap.
        json.WriteNumber("swap", places.Limits.MemoryMiB * 1_048_576L);
        json.WriteEndObject();
        json.WriteStartObject("pids");
        json.WriteNumber("limit", places.Limits.Processes);
        json.WriteEndObject();
        json.WriteEndObject();
        Strings(json, "maskedPaths", MaskedPaths);
        Strings(json, "readonlyPaths", ReadOnlyPaths);
        json.WriteEndObject();
    }

    private static void IdMapping(Utf8JsonWriter json, string name, uint firstHostId)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteNumber("containerID", 0);
        json.WriteNumber("hostID", firstHostId);
        json.WriteNumber("size", UserIdSlots.IdsPerSlot);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Bind(Utf8JsonWriter json, string source, string target) =>
        Mount(json, "bind", source, target, "bind", "ro", "nosuid", "nodev");

    private static void Mount(Utf8JsonWriter json, string type, string source, string target, params ReadOnlySpan<string> options)
    {
        json.WriteStartObject();
        json.WriteString("destination", target);
        json.WriteString("type", type);
        json.WriteString("source", source);
        Strings(json, "options", options.ToArray());
        json.WriteEndObject();
    }

    private static void Limit(Utf8JsonWriter json, string type, int value)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("hard", value);
        json.WriteNumber("soft", value);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
