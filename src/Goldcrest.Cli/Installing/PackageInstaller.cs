using System.Diagnostics;

namespace Goldcrest.Cli.Installing;

/// <summary>Installs Debian packages, or says which command does.</summary>
internal static class PackageInstaller
{
    private const string Apt = "/usr/bin/apt-get";

    /// <returns>The command a person types to install the packages.</returns>
    public static string Command(IEnumerable<string> packages) => $"sudo apt-get install -y --no-install-recommends {string.Join(' ', packages)}";

    /// <summary>Makes sure that nothing is missing; does nothing when nothing is.</summary>
    /// <exception cref="CommandFailure">Something is missing and may not or could not be installed.</exception>
    public static async Task ProvideAsync(IReadOnlyList<HostRequirement> requirements, bool mayInstall, CancellationToken cancellationToken)
    {
        var missing = requirements.Where(requirement => requirement.FoundAt is null).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var packages = missing.Select(requirement => requirement.Package).Distinct().ToList();
        var names = string.Join(", ", missing.Select(requirement => requirement.Name));
        if (!File.Exists(Apt))
        {
            throw new CommandFailure($"This host lacks {names}, and has no apt-get. Install what Debian calls: {string.Join(' ', packages)}");
        }

        if (!mayInstall || !Environment.IsPrivilegedProcess)
        {
            throw new CommandFailure($"This host lacks {names}. Install with: {Command(packages)}");
        }

        Console.WriteLine($"installing {string.Join(' ', packages)} (this host lacks {names})…");
        // The lists may be old or absent; only when they do not do are they fetched.
        if (await RunAsync(["install", "-y", "-q", "--no-install-recommends", .. packages], cancellationToken) is not null)
        {
            Console.WriteLine("fetching the package lists…");
            await RunAsync(["update", "-q"], cancellationToken);
            if (await RunAsync(["install", "-y", "-q", "--no-install-recommends", .. packages], cancellationToken) is { } output)
            {
                throw new CommandFailure($"apt-get could not install {string.Join(' ', packages)}:\n{output}");
            }
        }
    }

    /// <returns>Null when it went well, else the end of what it printed.</returns>
    private static async Task<string?> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Apt, ["-o", "DPkg::Lock::Timeout=120", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var apt = Process.Start(start)!;
        apt.StandardInput.Close();
        var errors = apt.StandardError.ReadToEndAsync(cancellationToken);
        var last = "";
        while (await apt.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            last = line;
            if (line.StartsWith("Get:", StringComparison.Ordinal) || line.StartsWith("Setting up", StringComparison.Ordinal))
            {
                Console.WriteLine($"  {line}");
            }
        }

        await apt.WaitForExitAsync(cancellationToken);
        return apt.ExitCode == 0 ? null : $"{last}\n{await errors}".Trim();
    }
}
