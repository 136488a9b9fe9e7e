using System.Text;

namespace Goldcrest.Server.Runtimes;

/// <summary>Looks at the program of a custom runtime before it is executed, so that its author is told what is wrong with it.</summary>
/// <remarks>Source: docs/contracts/invoke.md#function-errors.</remarks>
internal static class Entrypoint
{
    private const string Inside = "/var/task/bootstrap";
    private const UnixFileMode Executable = UnixFileMode.OtherExecute | UnixFileMode.GroupExecute | UnixFileMode.UserExecute;
    private const int LongestScriptLine = 255;

    /// <param name="codeDirectory">Host directory that becomes /var/task.</param>
    /// <returns>Null when it can be executed, as far as can be seen from outside.</returns>
    public static string? FindFlaw(string codeDirectory)
    {
        var file = new FileInfo(Path.Combine(codeDirectory, "bootstrap"));
        if (!file.Exists)
        {
            return $"Couldn't find valid bootstrap(s): [{Inside} /opt/bootstrap]";
        }

        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (!target.Exists || (target.UnixFileMode & Executable) == 0)
        {
            return $"fork/exec {Inside}: {(target.Exists ? "permission denied" : "no such file or directory")}";
        }

        return FindFlawInHead(ReadHead(target.FullName), codeDirectory) is { } flaw ? $"fork/exec {Inside}: {flaw}" : null;
    }

    private static byte[] ReadHead(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var head = new byte[LongestScriptLine];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static string? FindFlawInHead(ReadOnlySpan<byte> head, string codeDirectory)
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
        if (!interpreter.StartsWith('/'))
        {
            return null;
        }

        var onHost = interpreter.StartsWith("/var/task/", StringComparison.Ordinal) ? Path.Combine(codeDirectory, interpreter["/var/task/".Length..]) : interpreter;
        return File.Exists(onHost) ? null : "no such file or directory";
    }
}
