namespace Goldcrest.Wire.Protocol;

/// <summary>A request that cannot be read as its operation's input. Never leaves the wire: the dispatcher words the refusal.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
