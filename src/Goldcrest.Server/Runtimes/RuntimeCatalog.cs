using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Goldcrest.Server.Runtimes;

/// <summary>Maps runtime identifiers to what this host has installed.</summary>
internal sealed partial class RuntimeCatalog
{
    private readonly string _bootstraps;
    private readonly Lazy<string?> _node = new(() => VersionOf("/usr/bin/node"));
    private readonly Lazy<string?> _python = new(() => VersionOf("/usr/bin/python3"));

    /// <param name="bootstraps">Directory that holds one folder of ours per managed language.</param>
    public RuntimeCatalog(string bootstraps) => _bootstraps = bootstraps;

    /// <param name="runtime">An identifier that functions may have.</param>
    /// <returns>Null when the host has no interpreter for it.</returns>
    public RuntimeLaunch? Find(string runtime) => runtime switch
    {
        _ when runtime.StartsWith("nodejs", StringComparison.Ordinal) && _node.Value is { } node =>
            Managed("nodejs", Wanted(runtime, "nodejs").Replace(".x", "", StringComparison.Ordinal), node, ["/usr/bin/node", "/var/runtime/index.cjs"]),
        _ when runtime.StartsWith("python", StringComparison.Ordinal) && _python.Value is { } python =>
            Managed("python", Wanted(runtime, "python"), python, ["/usr/bin/python3", "-S", "-B", "/var/runtime/bootstrap.py"]),
        _ when runtime.StartsWith("provided", StringComparison.Ordinal) =>
            new RuntimeLaunch { Command = [], Version = runtime.Replace('.', ':'), IsManaged = false },
        _ => null,
    };

    private RuntimeLaunch Managed(string language, string wanted, string installed, IReadOnlyList<string> command) => new()
    {
        Command = command,
        Directory = Path.Combine(_bootstraps, language),
        Version = $"{language}:{installed}",
        Notice = installed == wanted || installed.StartsWith(wanted + ".", StringComparison.Ordinal)
            ? null
            : $"This host has no {language} {wanted}: {installed} serves instead.",
        IsManaged = true,
    };

    private static string Wanted(string runtime, string language) => runtime[language.Length..];

    private static string? VersionOf(string program)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return VersionPattern().Match(text) is { Success: true } match ? match.Value : null;
    }

    [GeneratedRegex(@"[0-9]+\.[0-9]+\.[0-9]+")]
    private static partial Regex VersionPattern();
}
