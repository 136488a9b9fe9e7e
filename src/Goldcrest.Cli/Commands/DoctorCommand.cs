using System.CommandLine;
using Goldcrest.Cli.Installing;

namespace Goldcrest.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Says what this host lacks and how to get it.");
        command.SetAction(_ => Report(HostRequirements.Look(), Console.Out));
        return command;
    }

    /// <returns>The exit code: failed when something is missing.</returns>
    internal static int Report(IReadOnlyList<HostRequirement> requirements, TextWriter output)
    {
        foreach (var requirement in requirements)
        {
            var state = requirement.FoundAt is null ? "MISSING" : "ok";
            output.WriteLine($"{state,-8}{requirement.Name,-12}{requirement.FoundAt ?? requirement.Purpose}");
        }

        var packages = requirements.Where(requirement => requirement.FoundAt is null).Select(requirement => requirement.Package).Distinct().ToList();
        output.WriteLine(packages.Count == 0 ? "This host has all it needs." : $"Install what is missing with: {PackageInstaller.Command(packages)}");
        return packages.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
