namespace Goldcrest.Server.Bodies;

/// <summary>The bytes that the bodies of all requests in flight may take together. For many callers at once.</summary>
/// <param name="capacityBytes">At least the largest request.</param>
/// <remarks>Nobody waits for room: whoever did would hold half of what another one waits for.</remarks>
internal sealed class BodyRoom(long capacityBytes)
{
    private long _taken;

    /// <summary>Bytes that requests hold now.</summary>
    public long TakenBytes => Interlocked.Read(ref _taken);

    /// <summary>A quarter of the memory that the machine or the control group gives, but room for a handful of the largest.</summary>
    public static BodyRoom ForThisMachine() => new(Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 512L * 1024 * 1024));

    /// <summary>An empty place for one request.</summary>
    public Place Enter() => new(this);

    /// <summary>What one request holds. Disposing gives it back, once.</summary>
    public sealed class Place(BodyRoom room) : IDisposable
    {
        private long _bytes;

        /// <returns>False when there is no room for so much more; the place stays as it is.</returns>
        public bool TryGrow(long bytes)
        {
            if (Interlocked.Add(ref room._taken, bytes) > room.Capacity)
            {
                Interlocked.Add(ref room._taken, -bytes);
                return false;
            }

            _bytes += bytes;
            return true;
        }

        public void Dispose() => Interlocked.Add(ref room._taken, -Interlocked.Exchange(ref _bytes, 0));
    }

    private long Capacity => capacityBytes;
}
