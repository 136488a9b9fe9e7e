using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>gVisor: the function's processes run on a kernel that is a process of the host, which alone speaks to the host's kernel.</summary>
/// <remarks>Source: docs/adr/0012-gvisor-shares-the-loopback-of-its-namespace.md.</remarks>
internal sealed class RunscDialect : OciDialect
{
    /// <summary>The kernel in a process, its file server and their page tables.</summary>
    private const int OwnMemoryMiB = 96;

    /// <summary>A process inside has threads of the kernel beside its own on the host.</summary>
    private const int HostThreadsPerThread = 3;

    public override string Program => "/usr/bin/runsc";

    public override string Package => "runsc";

    /// <summary>The version of Debian 12 hands on three descriptors only.</summary>
    public override bool PassesLogDescriptor => false;

    /// <summary>With the loopback of its network namespace it runs in the server's user namespace, without rights but ptrace.</summary>
    public override bool MapsUsers => false;

    public override bool SharesKernel => false;

    public override bool RunsFromCopy => false;

    public override bool CanWait => false;

    public override bool LeavesHelpers => true;

    public override IEnumerable<string> StartFlags => [];

    public override SandboxLimits LimitsFor(int memoryMiB) => new(memoryMiB + OwnMemoryMiB, BundleConfig.Processes * HostThreadsPerThread);

    /// <remarks>The host's network is that of the sandbox's own namespace: loopback, where the Runtime API listens, and the link to the router.</remarks>
    public override IEnumerable<string> GlobalFlags(bool makesCgroup) => ["--network=host", .. makesCgroup ? (string[])[] : ["--ignore-cgroups"]];

    /// <remarks>What joins runs in the process of the host that is there already.</remarks>
    public override IReadOnlyList<string> ExecWrapper => [];

    public override IEnumerable<string> ExecFlags(string insidePidFile) => ["--internal-pid-file", insidePidFile];

    public override IReadOnlyList<string>? FindSignalCall(string id, string insidePidFile, int signal) =>
        ["kill", "--pid", File.ReadAllText(insidePidFile), id, signal.ToString(CultureInfo.InvariantCulture)];

    public override IEnumerable<string> NotesOf(string stateDirectory, string id) => Directory.EnumerateFiles(stateDirectory, $"{id}_*");
}
