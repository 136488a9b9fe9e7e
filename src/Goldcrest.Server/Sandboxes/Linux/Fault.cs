using System.Runtime.InteropServices;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Turns a failed system call into an exception that an operator understands.</summary>
internal static class Fault
{
    /// <param name="step">What was tried, as a phrase: "mount the disk image of /tmp".</param>
    /// <param name="errno">The error's number; null takes the one of the last P/Invoke of this thread.</param>
    public static SandboxLaunchException Of(string step, int? errno = null)
    {
        var number = errno ?? Marshal.GetLastPInvokeError();
        return new SandboxLaunchException($"could not {step}: {Marshal.GetPInvokeErrorMessage(number)} (errno {number})");
    }
}
