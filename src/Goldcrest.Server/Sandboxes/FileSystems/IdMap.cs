using System.Diagnostics;
using System.Globalization;
using Goldcrest.Server.Sandboxes.Oci;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>How the owner of a folder's files becomes the user of one sandbox, and back: a user namespace in which nobody lives.</summary>
internal sealed class IdMap : IDisposable
{
    private readonly SafeFileHandle _namespace;

    private IdMap(SafeFileHandle space) => _namespace = space;

    /// <summary>Of the user namespace.</summary>
    public int Descriptor => (int)_namespace.DangerousGetHandle();

    /// <param name="user">Whose files on the disk are the sandbox's own.</param>
    /// <param name="firstHostId">What stands for root in the sandbox.</param>
    /// <remarks>A namespace begins with a process: one is started that waits, and ends again. Root is mapped too, so that directories of root's that all may write to can be written to.</remarks>
    public static async Task<IdMap> MakeAsync(uint user, uint group, uint firstHostId)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/unshare", ["--user", "--", "/usr/bin/cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            // What comes back went through a process that is in the namespace.
            await process.StandardInput.WriteLineAsync();
            await process.StandardInput.FlushAsync();
            _ = await process.StandardOutput.ReadLineAsync();
            var directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}");
            await File.WriteAllTextAsync($"{directory}/uid_map", Lines(user, firstHostId, BundleConfig.UserId));
            await File.WriteAllTextAsync($"{directory}/gid_map", Lines(group, firstHostId, BundleConfig.GroupId));
            return new IdMap(File.OpenHandle($"{directory}/ns/user"));
        }
        finally
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }
    }

    public void Dispose() => _namespace.Dispose();

    private static string Lines(uint owner, uint firstHostId, int inside) =>
        string.Create(CultureInfo.InvariantCulture, $"0 {firstHostId} 1\n{owner} {firstHostId + inside} 1\n");
}
