namespace Goldcrest.Server.Sandboxes.Seccomp;

/// <summary>What the kernel does with a system call (SECCOMP_RET_*).</summary>
internal static class SeccompAction
{
    public const uint Allow = 0x7fff_0000;
    public const uint KillProcess = 0x8000_0000;

    /// <summary>The call is not made and fails with this error.</summary>
    public static uint Fail(ushort errno) => 0x0005_0000u | errno;
}
