namespace Goldcrest.Tests.Lives;

internal sealed class TwinVersion(string number, TwinSettings settings, string revision, string modified)
{
    public string Number { get; } = number;

    public TwinSettings Settings { get; set; } = settings;

    /// <summary>What <c>$LATEST</c> was when this was published from it.</summary>
    public TwinSettings Source { get; init; } = settings;

    public TwinRevision Revision { get; } = new(revision);

    public string Modified { get; set; } = modified;

    /// <summary>Not there yet; the node makes it active by itself.</summary>
    public bool IsPending { get; set; }

    /// <summary>Being changed; the node ends that by itself.</summary>
    public bool IsUpdating { get; set; }
}
