namespace Goldcrest.Server.Sandboxes;

/// <summary>Which host user and group ids a sandbox owns: 1,024 in a row that no other living sandbox has.</summary>
/// <remarks>
/// The ids from 0x70000000 up, far above what distributions hand out, are cut into regions of 4,096 slots; a server holds one region, by a file lock,
/// so that two servers on one host never share an id.
/// </remarks>
internal sealed class UserIdSlots(int region)
{
    public const uint FirstId = 0x7000_0000;
    public const int IdsPerSlot = 1_024;
    public const int SlotsPerRegion = 4_096;
    public const int Regions = 64;

    private readonly Lock _lock = new();
    private readonly SortedSet<int> _returned = [];
    private int _neverUsed;

    /// <returns>The first id of a free slot; the lowest one free.</returns>
    /// <exception cref="SandboxLaunchException">All 4,096 are taken.</exception>
    public uint Take()
    {
        lock (_lock)
        {
            if (_returned.Count > 0)
            {
                var slot = _returned.Min;
                _returned.Remove(slot);
                return BaseOf(slot);
            }

            return _neverUsed < SlotsPerRegion
                ? BaseOf(_neverUsed++)
                : throw new SandboxLaunchException($"one server runs at most {SlotsPerRegion} sandboxes");
        }
    }

    /// <summary>Call only when no process and no file of the slot's ids is left.</summary>
    public void Return(uint firstId)
    {
        lock (_lock)
        {
            _returned.Add((int)((firstId - BaseOf(0)) / IdsPerSlot));
        }
    }

    private uint BaseOf(int slot) => FirstId + (uint)(((region * SlotsPerRegion) + slot) * IdsPerSlot);
}
