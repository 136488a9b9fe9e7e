namespace Goldcrest.Core.Policies;

/// <summary>What one policy says of one call.</summary>
public enum PolicyVerdict
{
    /// <summary>Nothing; somebody else may allow it.</summary>
    Silent,

    Allowed,

    /// <summary>Whatever else allows it.</summary>
    Denied,
}
