using Goldcrest.Core.Extensions;

namespace Goldcrest.Server.Extensions;

/// <summary>Why a call of the Extensions API was refused.</summary>
/// <remarks>Source: docs/contracts/extensions.md#refusals.</remarks>
internal sealed record ExtensionRefusal(int Status, string ErrorType, string ErrorMessage)
{
    public static ExtensionRefusal NoName { get; } = new(403, "Extension.InvalidExtensionName", "Empty extension name");

    public static ExtensionRefusal NoIdentifier { get; } = new(
        403, "Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header");

    public static ExtensionRefusal InvalidIdentifier { get; } = new(
        403, "Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier");

    public static ExtensionRefusal NoErrorType { get; } = new(
        403, "Extension.MissingHeader", "Lambda-Extension-Function-Error-Type not found");

    public static ExtensionRefusal RegistrationClosed { get; } = new(
        403, "Extension.RegistrationClosed", "Extension registration closed already");

    public static ExtensionRefusal NameTaken { get; } = new(
        403, "Extension.InvalidExtensionState", "Extension with this name already registered");

    public static ExtensionRefusal TooMany { get; } = new(
        403, "Extension.TooManyExtensions", $"Extension limit ({ExtensionLimits.MaxExtensions}) reached");

    public static ExtensionRefusal UnknownCall { get; } = new(404, "NotFound", "404 page not found");

    /// <summary>For what an extension manages to say while it is being killed.</summary>
    public static ExtensionRefusal LifeIsOver { get; } = new(
        500, "ContainerError", "Container error. Non-recoverable state. Extension should exit promptly.");

    public static ExtensionRefusal Unknown(Guid identifier) => new(403, "Extension.UnknownExtensionIdentifier", $"Unknown extension {identifier}");

    public static ExtensionRefusal InvalidEvent(string name) => new(403, "Extension.InvalidEventType", $"{name}: this extension cannot have such events");

    public static ExtensionRefusal InvalidRequest(string detail) => new(403, "InvalidRequestFormat", detail);

    public static ExtensionRefusal Transition(ExtensionPhase phase, ExtensionProtocol.Call call, string extension) => new(
        403,
        "Extension.InvalidExtensionState",
        $"State transition from {phase} to {ExtensionProtocol.Wanted(call)} failed for extension {extension}. Error: State transition is not allowed");
}
