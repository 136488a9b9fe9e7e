namespace Goldcrest.Core.Functions.Attached;

/// <summary>What came of the wish to send records of asynchronous invocations somewhere.</summary>
public enum DestinationOutcome
{
    Allowed,

    /// <summary>No service that takes such records.</summary>
    WrongService,

    /// <summary>A function of this node's that does not exist.</summary>
    FunctionMissing,

    /// <summary>The function itself: a loop.</summary>
    Itself,
}
