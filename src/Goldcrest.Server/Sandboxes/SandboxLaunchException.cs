namespace Goldcrest.Server.Sandboxes;

/// <summary>The host could not build or start a sandbox: a fault of the host, never of the function.</summary>
internal sealed class SandboxLaunchException(string message, Exception? inner = null) : Exception(message, inner);
