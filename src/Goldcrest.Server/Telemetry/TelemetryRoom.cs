using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.Telemetry;

/// <summary>The memory that telemetry may take while it waits for its subscribers: of the whole node, and of each sandbox. For many callers at once.</summary>
/// <remarks>Source: docs/limits.md.</remarks>
internal sealed class TelemetryRoom(TelemetryMeters meters)
{
    private long _taken;

    /// <summary>What waits in all sandboxes, in bytes.</summary>
    public long TakenBytes => Interlocked.Read(ref _taken);

    /// <summary>An empty place for one sandbox.</summary>
    public Place Enter() => new(this);

    /// <summary>What one sandbox holds.</summary>
    public sealed class Place(TelemetryRoom room)
    {
        private long _bytes;

        /// <returns>False when there is no room; that is counted.</returns>
        public bool TryTake(int bytes)
        {
            if (TryAdd(ref _bytes, bytes, TelemetryLimits.MaxWaitingBytesPerSandbox))
            {
                if (TryAdd(ref room._taken, bytes, TelemetryLimits.MaxWaitingBytes))
                {
                    return true;
                }

                Interlocked.Add(ref _bytes, -bytes);
            }

            room.Lose(1);
            return false;
        }

        public void GiveBack(long bytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            Interlocked.Add(ref room._taken, -bytes);
        }

        /// <summary>Counts records that were not delivered for another reason.</summary>
        public void Lose(int records) => room.Lose(records);
    }

    private static bool TryAdd(ref long sum, int bytes, long most)
    {
        if (Interlocked.Add(ref sum, bytes) <= most)
        {
            return true;
        }

        Interlocked.Add(ref sum, -bytes);
        return false;
    }

    private void Lose(int records) => meters.RecordsDropped.Add(records);
}
