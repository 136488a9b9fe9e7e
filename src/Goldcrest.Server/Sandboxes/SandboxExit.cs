namespace Goldcrest.Server.Sandboxes;

/// <summary>How the program of a sandbox ended.</summary>
/// <param name="ExitCode">0 to 255; null when a signal ended it.</param>
/// <param name="Signal">The signal's number; null when it exited by itself.</param>
/// <param name="OutOfMemory">The kernel killed something in the sandbox because its memory was used up.</param>
/// <remarks>A program that exits by itself with 129 to 192 is told as ended by signal 1 to 64: PID 1 reports both alike.</remarks>
internal readonly record struct SandboxExit(int? ExitCode, int? Signal, bool OutOfMemory);
