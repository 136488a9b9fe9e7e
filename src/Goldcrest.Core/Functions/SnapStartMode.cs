namespace Goldcrest.Core.Functions;

/// <summary>Which versions of a function are to start from a snapshot.</summary>
public enum SnapStartMode
{
    None,

    PublishedVersions,
}
