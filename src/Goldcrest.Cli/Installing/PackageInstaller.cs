using System.Diagnostics;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Installing;

/// <summary>Installs Debian packages, or says which command does.</summary>
internal static class PackageInstaller
{
    private const string Apt = "/usr/bin/apt-get";

    /// <summary>Makes sure that nothing is missing that the server cannot do without; does nothing when nothing is.</summary>
    /// <exception cref="CommandFailure">Something is missing and may not or could not be installed.</exception>
    public static async Task ProvideAsync(IReadOnlyList<HostRequirement> requirements, bool mayInstall, CancellationToken cancellationToken)
    {
        await ProvideWhatIsDispensableAsync(requirements, mayInstall, cancellationToken);
        var missing = requirements.Where(requirement => requirement is { Found: null, IsFatal: true }).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var installable = missing.Where(requirement => requirement.Package is not null).ToList();
        if (installable.Count < missing.Count || !mayInstall || !File.Exists(Apt))
        {
            throw new CommandFailure(Lacks(missing, installable));
        }

        var packages = Packages(installable);
        Console.WriteLine($"installing {string.Join(' ', packages)} (this host lacks {Names(installable)})…");
        if (await InstallAsync(packages, cancellationToken) is { } output)
        {
            throw new CommandFailure($"apt-get could not install {string.Join(' ', packages)}:\n{output}");
        }
    }

    /// <summary>Installs what makes the server better, if that is easily done; the server says itself what it does without.</summary>
    private static async Task ProvideWhatIsDispensableAsync(IReadOnlyList<HostRequirement> requirements, bool mayInstall, CancellationToken cancellationToken)
    {
        var wanted = requirements.Where(requirement => requirement is { Found: null, IsWanted: true, Package: not null }).ToList();
        if (wanted.Count > 0 && mayInstall && Environment.IsPrivilegedProcess && File.Exists(Apt))
        {
            Console.WriteLine($"installing {string.Join(' ', Packages(wanted))} (this host lacks {Names(wanted)}, which {string.Join(", ", wanted.Select(requirement => requirement.Purpose))})…");
            await InstallAsync(Packages(wanted), cancellationToken);
        }
    }

    /// <returns>Null when it went well, else the end of what apt-get printed.</returns>
    private static async Task<string?> InstallAsync(List<string> packages, CancellationToken cancellationToken)
    {
        string[] install = ["install", "-y", "-q", "--no-install-recommends", .. packages];
        if (await RunAsync(install, cancellationToken) is null)
        {
            return null;
        }

        // The lists may be old or absent; only when they do not do are they fetched.
        Console.WriteLine("fetching the package lists…");
        await RunAsync(["update", "-q"], cancellationToken);
        return await RunAsync(install, cancellationToken);
    }

    /// <summary>One line for what no package cures, each, and one for all packages.</summary>
    internal static string Lacks(IReadOnlyList<HostRequirement> missing, IReadOnlyList<HostRequirement> installable)
    {
        var lines = missing.Except(installable).Select(requirement => $"This host lacks {requirement.Name} ({requirement.Purpose}). What helps: {requirement.Remedy}");
        if (installable.Count > 0)
        {
            lines = lines.Append($"This host lacks {Names(installable)}. Install with: {HostCheck.PackageCommand(Packages(installable))}");
        }

        return string.Join("\n           ", lines);
    }

    private static string Names(IEnumerable<HostRequirement> requirements) => string.Join(", ", requirements.Select(requirement => requirement.Name));

    private static List<string> Packages(IEnumerable<HostRequirement> requirements) => [.. requirements.Select(requirement => requirement.Package!).Distinct()];

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
