using System.Text.Json;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Sandboxes.Oci;

namespace Goldcrest.Tests.Sandboxes;

public sealed class BundleConfigTests
{
    [Fact]
    public void The_program_runs_below_tini_without_any_privilege()
    {
        var process = Config().GetProperty("process");

        Assert.Equal(["/usr/bin/tini-static", "--", "/var/task/bootstrap", "x y"], Strings(process.GetProperty("args")));
        Assert.Equal(["A=1", "B=\"quoted\"\n"], Strings(process.GetProperty("env")));
        Assert.Equal("/var/task", process.GetProperty("cwd").GetString());
        Assert.Equal((993, 990), (process.GetProperty("user").GetProperty("uid").GetInt32(), process.GetProperty("user").GetProperty("gid").GetInt32()));
        Assert.True(process.GetProperty("noNewPrivileges").GetBoolean());
        Assert.Equal(5, process.GetProperty("capabilities").EnumerateObject().Count());
        Assert.All(process.GetProperty("capabilities").EnumerateObject(), set => Assert.Equal(0, set.Value.GetArrayLength()));
    }

    [Fact]
    public void What_joins_a_sandbox_has_no_more_rights_than_its_program()
    {
        var first = Config().GetProperty("process");

        var joining = JsonSerializer.Deserialize<JsonElement>(
            BundleConfig.WriteProcess(["/opt/extensions/x"], new Dictionary<string, string> { ["A"] = "1" }, "/"));

        Assert.Equal(["/opt/extensions/x"], Strings(joining.GetProperty("args")));
        Assert.Equal("/", joining.GetProperty("cwd").GetString());
        Assert.All(
            first.EnumerateObject().Where(member => member.Name is not ("args" or "env" or "cwd")),
            member => Assert.Equal(member.Value.GetRawText(), joining.GetProperty(member.Name).GetRawText()));
    }

    [Fact]
    public void Every_namespace_is_the_sandboxs_own()
    {
        var linux = Config().GetProperty("linux");

        var namespaces = linux.GetProperty("namespaces").EnumerateArray().ToDictionary(
            space => space.GetProperty("type").GetString()!, space => space.TryGetProperty("path", out var path) ? path.GetString() : null);
        Assert.Equal(["cgroup", "ipc", "mount", "network", "pid", "user", "uts"], namespaces.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("/proc/1/fd/9", namespaces["network"]);
        var mapping = Assert.Single(linux.GetProperty("uidMappings").EnumerateArray());
        Assert.Equal((0L, 0x7000_0400L, 1024L), (Number(mapping, "containerID"), Number(mapping, "hostID"), Number(mapping, "size")));
    }

    [Fact]
    public void Only_tmp_is_writable_and_nothing_else_of_the_host_is_there()
    {
        var mounts = Config().GetProperty("mounts").EnumerateArray()
            .Select(mount => (Source: mount.GetProperty("source").GetString(), Target: mount.GetProperty("destination").GetString(),
                Options: Strings(mount.GetProperty("options"))))
            .ToArray();

        Assert.Equal(
            [
                ("proc", "/proc"), ("/run/views/meminfo-256", "/proc/meminfo"), ("/run/boot_id", "/proc/sys/kernel/random/boot_id"), ("tmpfs", "/dev"), ("/usr", "/usr"), ("/data/code", "/var/task"), ("/data/runtime", "/var/runtime"),
                ("/run/opt", "/opt"), ("/run/tmp", "/tmp"),
            ],
            mounts.Select(mount => (mount.Source, mount.Target)));
        Assert.All(mounts, mount => Assert.Contains("nosuid", mount.Options));
        Assert.Contains("ro", mounts[0].Options);
        Assert.All(mounts[4..^1], mount => Assert.Equal(["bind", "ro", "nosuid", "nodev"], mount.Options));
        Assert.True(Config().GetProperty("root").GetProperty("readonly").GetBoolean());
    }

    [Fact]
    public void On_an_image_nothing_of_the_host_is_there_but_the_first_program_and_three_files()
    {
        var config = Config(new SandboxRoot.Image("/data/images/x/root"), hasCompanions: true);
        var mounts = config.GetProperty("mounts").EnumerateArray()
            .Select(mount => (mount.GetProperty("source").GetString(), mount.GetProperty("destination").GetString()));

        Assert.Equal(
            [
                ("proc", "/proc"), ("/run/views/meminfo-256", "/proc/meminfo"), ("/run/boot_id", "/proc/sys/kernel/random/boot_id"), ("tmpfs", "/dev"), ("/usr/bin/tini-static", "/dev/init"), ("/run/keeper", "/dev/keeper"), ("/run/root/etc/hosts", "/etc/hosts"),
                ("/run/root/etc/hostname", "/etc/hostname"), ("/run/root/etc/resolv.conf", "/etc/resolv.conf"), ("/data/code", "/var/task"),
                ("/data/runtime", "/var/runtime"), ("/run/opt", "/opt"), ("/run/tmp", "/tmp"),
            ],
            mounts);
        Assert.Equal(["/dev/init", "--", "/dev/keeper"], Strings(config.GetProperty("process").GetProperty("args")));
    }

    [Fact]
    public void Memory_is_limited_with_swap_and_cpu_time_is_not_yet()
    {
        var resources = Config().GetProperty("linux").GetProperty("resources");

        Assert.Equal(256L << 20, Number(resources.GetProperty("memory"), "limit"));
        Assert.Equal(256L << 20, Number(resources.GetProperty("memory"), "swap"));
        Assert.Equal(1024, Number(resources.GetProperty("pids"), "limit"));
        Assert.False(resources.TryGetProperty("cpu", out _));
    }

    [Fact]
    public void A_sandbox_whose_users_are_not_mapped_has_no_namespace_of_users()
    {
        var linux = Config(firstHostId: null).GetProperty("linux");

        Assert.DoesNotContain("user", linux.GetProperty("namespaces").EnumerateArray().Select(space => space.GetProperty("type").GetString()));
        Assert.False(linux.TryGetProperty("uidMappings", out _));
    }

    private static JsonElement Config(SandboxRoot? root = null, bool hasCompanions = false, uint? firstHostId = 0x7000_0400)
    {
        var spec = new SandboxSpec
        {
            Id = "0123456789abcdef0123456789abcdef",
            MemoryMiB = 256,
            EphemeralStorageMiB = 512,
            Root = root ?? SandboxRoot.OfHost,
            HasCompanions = hasCompanions,
            CodeDirectory = "/data/code",
            RuntimeDirectory = "/data/runtime",
            Command = ["/var/task/bootstrap", "x y"],
            Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "\"quoted\"\n" },
            Output = new NoOutput(),
        };
        var places = new SandboxPlaces
        {
            Root = "/run/root",
            RootFileSystem = "/run/root",
            Keeper = "/run/keeper",
            Tmp = "/run/tmp",
            Layers = "/run/opt",
            Folder = null,
            Views = new KernelViews("/run/views/meminfo-256", "/run/boot_id"),
            NetworkNamespace = "/proc/1/fd/9",
            Cgroup = "/goldcrest/x/y",
            Limits = new SandboxLimits(256, 1024),
            FirstHostId = firstHostId,
        };
        return JsonDocument.Parse(BundleConfig.Write(spec, places)).RootElement;
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];

    private static long Number(JsonElement parent, string name) => parent.GetProperty(name).GetInt64();
}
