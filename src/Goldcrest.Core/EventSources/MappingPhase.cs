namespace Goldcrest.Core.EventSources;

/// <summary>Where a mapping stands in its life; the names are those that clients see as <c>State</c>.</summary>
public enum MappingPhase
{
    Creating,
    Enabled,
    Disabled,
    Updating,
    Enabling,
    Disabling,
    Deleting,
}
