namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Whoever holds it is the only server of the host that changes settings of the host. Held for moments; the kernel lets go when its holder dies.</summary>
internal static class HostLock
{
    private const int MostTries = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="sharedDirectory">Of all servers of the host.</param>
    /// <returns>The lock; its disposal gives it back.</returns>
    /// <exception cref="IOException">Others held it for ten seconds.</exception>
    public static IDisposable Take(string sharedDirectory)
    {
        Directory.CreateDirectory(sharedDirectory);
        using var never = new ManualResetEventSlim();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(Path.Combine(sharedDirectory, "host-settings"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < MostTries)
            {
                never.Wait(Pause);
            }
        }
    }
}
