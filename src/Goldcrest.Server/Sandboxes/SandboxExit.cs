namespace Goldcrest.Server.Sandboxes;

/// <summary>How the program of a sandbox ended.</summary>
/// <param name="ExitCode">0 to 255; null when a signal ended it.</param>
/// <param name="Signal">The signal's number; null when it exited by itself.</param>
/// <param name="OutOfMemory">The kernel killed something in the sandbox because its memory was used up.</param>
internal readonly record struct SandboxExit(int? ExitCode, int? Signal, bool OutOfMemory);
