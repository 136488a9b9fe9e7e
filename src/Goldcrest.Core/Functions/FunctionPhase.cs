namespace Goldcrest.Core.Functions;

/// <summary>Where a version is in its life. The wire's State and LastUpdateStatus follow from it.</summary>
public enum FunctionPhase
{
    /// <summary>Made, its code not yet laid out; cannot be invoked or changed.</summary>
    Pending,

    /// <summary>Can be invoked and changed.</summary>
    Active,

    /// <summary>Can be invoked, with its previous deployment; cannot be changed.</summary>
    Updating,

    /// <summary>Its code could not be laid out at creation; cannot be invoked.</summary>
    Failed,

    /// <summary>An update could not be laid out; the previous deployment is in force.</summary>
    UpdateFailed,
}
