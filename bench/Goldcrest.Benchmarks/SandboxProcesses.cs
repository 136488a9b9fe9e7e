using System.Globalization;
using System.Text;

namespace Goldcrest.Benchmarks;

/// <summary>The processes of all sandboxes of one function, as the kernel shows them.</summary>
/// <remarks>They are known by the function's name in their environment, and by a process namespace other than ours.</remarks>
internal sealed class SandboxProcesses
{
    private const int TicksPerSecond = 100;
    private readonly IReadOnlyList<string> _folders;

    private SandboxProcesses(IReadOnlyList<string> folders, int sandboxes)
    {
        _folders = folders;
        Sandboxes = sandboxes;
    }

    /// <summary>How many sandboxes they live in.</summary>
    public int Sandboxes { get; }

    public static SandboxProcesses Of(string function)
    {
        var ours = new FileInfo("/proc/self/ns/pid").LinkTarget;
        var mark = Encoding.UTF8.GetBytes($"AWS_LAMBDA_FUNCTION_NAME={function}\0");
        var found = Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => (Folder: folder, Space: FindSpace(folder, mark)))
            .Where(process => process.Space is { } space && space != ours)
            .ToList();
        return new SandboxProcesses([.. found.Select(process => process.Folder)], found.Select(process => process.Space).Distinct().Count());
    }

    /// <returns>Proportional set size, so that shared pages count once: all processes of a sandbox, the mean over the sandboxes, in MB.</returns>
    public double MegabytesEach() => _folders.Sum(PssBytes) / 1e6 / Math.Max(1, Sandboxes);

    /// <summary>Processor time that all of them have taken so far.</summary>
    public TimeSpan ProcessorTime() => TimeSpan.FromSeconds(_folders.Sum(Ticks) / TicksPerSecond);

    private static string? FindSpace(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"{folder}/environ").AsSpan().IndexOf(mark) >= 0 ? new FileInfo($"{folder}/ns/pid").LinkTarget : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at, or has no memory any more.
            return null;
        }
    }

    private static double PssBytes(string folder)
    {
        try
        {
            var line = File.ReadLines($"{folder}/smaps_rollup").First(text => text.StartsWith("Pss:", StringComparison.Ordinal));
            return double.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static double Ticks(string folder)
    {
        try
        {
            // After the name in brackets: user and system time are the 12th and 13th word.
            var words = File.ReadAllText($"{folder}/stat").Split(") ")[^1].Split(' ');
            return words[11..13].Sum(word => double.Parse(word, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
