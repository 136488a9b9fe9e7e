using System.Runtime.InteropServices;
using Goldcrest.Core.Runtimes;

namespace Goldcrest.Server.Runtimes;

/// <summary>The program of a custom runtime, looked at before it is executed, so that its author is told what is wrong with it.</summary>
/// <param name="Command">As seen from inside.</param>
/// <param name="Flaw">Null when it can be executed, as far as can be seen from outside.</param>
/// <remarks>Source: docs/contracts/runtimes.md#custom-runtimes, docs/contracts/invoke.md#function-errors.</remarks>
internal sealed record Entrypoint(string Command, string? Flaw)
{
    private const UnixFileMode Executable = UnixFileMode.OtherExecute | UnixFileMode.GroupExecute | UnixFileMode.UserExecute;

    private static readonly string[] Candidates = ["/var/task/bootstrap", "/opt/bootstrap"];

    /// <summary>The function's own program comes before that of its layers, even when it cannot be executed.</summary>
    public static Entrypoint Find(SandboxFiles files)
    {
        var command = Candidates.FirstOrDefault(files.Contains);
        return command is null
            ? new Entrypoint(Candidates[0], $"Couldn't find valid bootstrap(s): [{string.Join(' ', Candidates)}]")
            : new Entrypoint(command, FindFlaw(command, files) is { } flaw ? $"fork/exec {command}: {flaw}" : null);
    }

    /// <returns>Why a program cannot be executed, as the kernel would say it; null when it can, as far as can be seen from outside.</returns>
    public static string? FindFlaw(string command, SandboxFiles files)
    {
        if (files.FindFile(command) is not { } program)
        {
            return "no such file or directory";
        }

        return (File.GetUnixFileMode(program) & Executable) == 0 ? "permission denied" : FindFlawInHead(ReadHead(program), files);
    }

    private static ProgramHead ReadHead(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Span<byte> head = stackalloc byte[ProgramHead.Length];
        return ProgramHead.Read(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)], RuntimeInformation.ProcessArchitecture);
    }

    private static string? FindFlawInHead(ProgramHead head, SandboxFiles files) => head switch
    {
        { IsExecutable: false } => "exec format error",
        { Interpreter: ['/', ..] interpreter } when files.FindFile(interpreter) is null => "no such file or directory",
        _ => null,
    };
}
