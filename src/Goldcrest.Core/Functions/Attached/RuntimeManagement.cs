namespace Goldcrest.Core.Functions.Attached;

/// <summary>When a version moves to another release of its runtime.</summary>
/// <param name="UpdateRuntimeOn"><c>Auto</c>, <c>FunctionUpdate</c> or <c>Manual</c>.</param>
/// <param name="RuntimeVersionArn">The release that is kept; null unless <c>Manual</c>.</param>
public sealed record RuntimeManagement(string UpdateRuntimeOn, string? RuntimeVersionArn)
{
    /// <summary>The version keeps its release, and so its runtime, until told otherwise.</summary>
    public bool IsManual => UpdateRuntimeOn == "Manual";
}
