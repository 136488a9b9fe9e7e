using System.Text;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>Has the program <c>nft</c> change the rules of the network namespace that the calling thread is in.</summary>
/// <remarks>
/// Blocks the thread for the milliseconds that the program takes, so it is for threads made for a namespace only. No start of a sandbox needs it.
/// Source: docs/adr/0013-sandboxes-hang-on-a-router-in-a-namespace-of-its-own.md.
/// </remarks>
internal static class PacketRules
{
    /// <summary>Where Debian's package nftables has it.</summary>
    private const string Program = "/usr/sbin/nft";

    private const int MostErrorBytes = 4_096;

    /// <summary>Carries out commands in nft's language, all or none.</summary>
    /// <exception cref="SandboxLaunchException">The program is not installed, or it or the kernel refused; says why.</exception>
    public static void Apply(string commands)
    {
        using var input = MemoryFile.Create("nft rules");
        using var errors = MemoryFile.Create("nft errors");
        RandomAccess.Write(input, Encoding.UTF8.GetBytes(commands), fileOffset: 0);
        using var child = Start((int)input.DangerousGetHandle(), (int)errors.DangerousGetHandle());
        var exit = child.Reap();
        if (exit.ExitCode != 0)
        {
            var said = new byte[MostErrorBytes];
            var count = RandomAccess.Read(errors, said, fileOffset: 0);
            throw new SandboxLaunchException($"could not set up nftables ({exit}): {Encoding.UTF8.GetString(said, 0, count).Trim()}");
        }
    }

    private static ChildProcess Start(int input, int errors)
    {
        try
        {
            return ChildProcess.Open(Spawn.Start([Program, "-f", "-"], [input, errors, errors]));
        }
        catch (SandboxLaunchException fault)
        {
            throw new SandboxLaunchException($"{fault.Message}; apt-get install nftables brings it", fault);
        }
    }
}
