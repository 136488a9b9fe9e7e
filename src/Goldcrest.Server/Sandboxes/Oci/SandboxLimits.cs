namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>What the control group of one sandbox allows.</summary>
/// <param name="Processes">Processes and threads of the host.</param>
internal readonly record struct SandboxLimits(int MemoryMiB, int Processes);
