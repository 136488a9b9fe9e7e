using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>crun: the function's processes are the host's, walled in by namespaces and a list of system calls.</summary>
internal sealed class CrunDialect : OciDialect
{
    public override string Program => "/usr/bin/crun";

    public override string Package => "crun";

    public override bool PassesLogDescriptor => true;

    public override bool MapsUsers => true;

    public override bool SharesKernel => true;

    public override bool RunsFromCopy => true;

    public override bool CanWait => true;

    public override bool LeavesHelpers => false;

    public override IEnumerable<string> StartFlags => ["--preserve-fds=1"];

    public override SandboxLimits LimitsFor(int memoryMiB) => new(memoryMiB, BundleConfig.Processes);

    public override IEnumerable<string> GlobalFlags(bool makesCgroup) => ["--cgroup-manager=" + (makesCgroup ? "cgroupfs" : "disabled")];

    /// <remarks>crun heeds oomScoreAdj for process 1 alone: a program that joins would be killed no sooner than the server.</remarks>
    public override IReadOnlyList<string> ExecWrapper { get; } =
        ["/usr/bin/choom", "--adjust", BundleConfig.KernelPrefersToKill.ToString(CultureInfo.InvariantCulture), "--"];

    public override IEnumerable<string> ExecFlags(string insidePidFile) => [];

    public override IReadOnlyList<string>? FindSignalCall(string id, string insidePidFile, int signal) => null;

    public override IEnumerable<string> NotesOf(string stateDirectory, string id) => [Path.Combine(stateDirectory, id)];
}
