using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>Files that stand in one sandbox for those of the kernel which tell of the host.</summary>
/// <remarks>Source: docs/contracts/proc.md.</remarks>
/// <param name="Memory">For <c>/proc/meminfo</c>.</param>
/// <param name="Boot">For <c>/proc/sys/kernel/random/boot_id</c>.</param>
internal sealed record KernelViews(string Memory, string Boot)
{
    private const int KibPerMib = 1_024;

    private static readonly string[] Nothing =
    [
        "Buffers", "Cached", "SwapCached", "Active", "Inactive", "Active(anon)", "Inactive(anon)", "Active(file)", "Inactive(file)", "Unevictable", "Mlocked", "SwapTotal", "SwapFree",
        "Dirty", "Writeback", "AnonPages", "Mapped", "Shmem", "KReclaimable", "Slab", "SReclaimable", "SUnreclaim",
    ];

    /// <param name="shared">A directory for what sandboxes share: one file for each size of memory.</param>
    /// <param name="bundle">The sandbox's own.</param>
    public static KernelViews Make(int memoryMiB, string shared, string bundle)
    {
        var views = new KernelViews(
            Path.Combine(shared, string.Create(CultureInfo.InvariantCulture, $"meminfo-{memoryMiB}")), Path.Combine(bundle, "boot_id"));
        if (!File.Exists(views.Memory))
        {
            Directory.CreateDirectory(shared);
            var aside = views.Memory + '.' + Path.GetFileName(bundle);
            File.WriteAllText(aside, MemoryText(memoryMiB));
            File.Move(aside, views.Memory, overwrite: true);
        }

        File.WriteAllText(views.Boot, Guid.NewGuid().ToString("D") + '\n');
        return views;
    }

    /// <summary>A machine with as much memory as the function, of which nothing is used yet.</summary>
    internal static string MemoryText(int memoryMiB) => string.Concat(
        ((string[])["MemTotal", "MemFree", "MemAvailable"]).Select(name => Line(name, memoryMiB * KibPerMib))
            .Concat(Nothing.Select(name => Line(name, 0))));

    private static string Line(string name, int kib) => string.Create(CultureInfo.InvariantCulture, $"{name + ':',-15} {kib,8} kB\n");
}
