namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Something with a descriptor that an <see cref="EpollLoop"/> watches.</summary>
internal interface IPolled
{
    /// <summary>The descriptor is readable or at its end. Runs on the loop's thread: must not block, must not throw, must do a bounded amount.</summary>
    void OnReady();
}
