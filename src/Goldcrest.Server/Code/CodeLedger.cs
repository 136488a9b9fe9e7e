using System.Runtime.InteropServices;

namespace Goldcrest.Server.Code;

/// <summary>
/// How many bytes of code each account keeps in each region. Who wants more takes the room first, while deciding; the catalogs tell of every
/// change once it is stored. So the limit holds exactly, however many deploy at once.
/// </summary>
/// <remarks>Source: docs/contracts/account-settings.md#code-storage.</remarks>
internal sealed class CodeLedger(CodeStoreOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Account, string Region), long> _used = [];
    private readonly Dictionary<string, Booking> _bookings = new(StringComparer.Ordinal);

    /// <summary>Bytes that one account may keep in one region.</summary>
    public long Limit => options.Limits.MaxAccountBytes;

    /// <summary>What is stored, and what is about to be.</summary>
    public long Used(string account, string region)
    {
        lock (_lock)
        {
            return _used.GetValueOrDefault((account, region));
        }
    }

    /// <param name="owner">ARN of the function or layer that may grow.</param>
    /// <returns>Takes nothing yet. To be disposed when the change is stored or given up: what was taken and not stored is free again.</returns>
    public Booking Open(string account, string region, string owner) => new(this, (account, region), owner);

    /// <summary>To be called once a change of the owner is stored, and for all that is stored at the start.</summary>
    /// <param name="bytes">By how much it grew; negative when it shrank.</param>
    public void Settle(string account, string region, string owner, long bytes)
    {
        lock (_lock)
        {
            if (_bookings.Remove(owner, out var booking))
            {
                bytes -= booking.SettleLocked();
            }

            UsedLocked((account, region)) += bytes;
        }
    }

    private bool TryTake(Booking booking, (string Account, string Region) place, string owner, long bytes)
    {
        lock (_lock)
        {
            ref var used = ref UsedLocked(place);
            if (bytes > 0 && used + bytes > Limit)
            {
                return false;
            }

            if (bytes > 0)
            {
                used += bytes;
                booking.TakeLocked(bytes);
                _bookings[owner] = booking;
            }

            return true;
        }
    }

    private void GiveBack(Booking booking, (string Account, string Region) place, string owner)
    {
        lock (_lock)
        {
            UsedLocked(place) -= booking.SettleLocked();
            if (_bookings.GetValueOrDefault(owner) == booking)
            {
                _bookings.Remove(owner);
            }
        }
    }

    private ref long UsedLocked((string Account, string Region) place) => ref CollectionsMarshal.GetValueRefOrAddDefault(_used, place, out _);

    /// <summary>Room that one change of one owner wants. The owner has one change at a time.</summary>
    internal sealed class Booking(CodeLedger ledger, (string Account, string Region) place, string owner) : IDisposable
    {
        private long _taken;

        /// <param name="bytes">By how much the owner is to grow; zero and less always fits.</param>
        /// <returns>False when the account would keep more than it may.</returns>
        public bool TryTake(long bytes) => ledger.TryTake(this, place, owner, bytes);

        public void Dispose() => ledger.GiveBack(this, place, owner);

        public void TakeLocked(long bytes) => _taken += bytes;

        /// <returns>What was taken and is not the booking's any more.</returns>
        public long SettleLocked()
        {
            var taken = _taken;
            _taken = 0;
            return taken;
        }
    }
}
