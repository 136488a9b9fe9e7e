using System.Text;

namespace Goldcrest.Server.Runtimes;

/// <summary>The program of a custom runtime, looked at before it is executed, so that its author is told what is wrong with it.</summary>
/// <param name="Command">As seen from inside.</param>
/// <param name="Flaw">Null when it can be executed, as far as can be seen from outside.</param>
/// <remarks>Source: docs/contracts/runtimes.md#custom-runtimes, docs/contracts/invoke.md#function-errors.</remarks>
internal sealed record Entrypoint(string Command, string? Flaw)
{
    private const UnixFileMode Executable = UnixFileMode.OtherExecute | UnixFileMode.GroupExecute | UnixFileMode.UserExecute;
    private const int LongestScriptLine = 255;

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

    private static byte[] ReadHead(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var head = new byte[LongestScriptLine];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static string? FindFlawInHead(ReadOnlySpan<byte> head, SandboxFiles files)
    {
        if (head.StartsWith("\u007FELF"u8))
        {
            return null;
        }

        if (!head.StartsWith("#!"u8))
        {
            return "exec format error";
        }

        // The kernel takes a carriage return for a part of the name: the most common flaw of all.
        var end = head.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? head[2..] : head[2..end]).Trim(' ', '\t');
        var interpreter = line.Split([' ', '\t'], 2)[0];
        return !interpreter.StartsWith('/') || files.FindFile(interpreter) is not null ? null : "no such file or directory";
    }
}
