using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Goldcrest.Server.Runtimes;

/// <summary>Looks for interpreters on this host.</summary>
internal static partial class InstalledPrograms
{
    /// <summary>Starts each program that is there to ask for its version; links to one and the same program are asked once.</summary>
    public static IEnumerable<Interpreter> Ask(params IEnumerable<string> programs) =>
        programs.Where(File.Exists)
            .DistinctBy(program => File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)
            .Select(program => (Program: program, Version: VersionOf(program)))
            .Where(found => found.Version is not null)
            .Select(found => new Interpreter(found.Program, found.Version!));

    /// <returns>Files and links of a folder, which need not exist, whose names fit.</returns>
    public static IEnumerable<string> Match(string folder, string wildcard, string pattern) =>
        Directory.Exists(folder)
            ? Directory.GetFileSystemEntries(folder, wildcard).Where(path => Regex.IsMatch(Path.GetFileName(path), pattern)).Order(StringComparer.Ordinal)
            : [];

    private static string? VersionOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return VersionPattern().Match(text) is { Success: true } match ? match.Value : null;
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+\.[0-9]+")]
    private static partial Regex VersionPattern();
}
