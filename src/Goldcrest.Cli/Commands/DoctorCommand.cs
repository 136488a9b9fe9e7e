using System.CommandLine;
using Goldcrest.Cli.Client;
using Goldcrest.Cli.Installing;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var connection = new ConnectionOptions();
        var command = new Command("doctor", "Says what this host lacks and how to get it.");
        connection.AddTo(command);
        command.SetAction(parsed =>
        {
            var data = Connection.DataDirectory(parsed.GetValue(connection.Data), Environment.GetEnvironmentVariable);
            var port = parsed.GetValue(connection.Port) ?? new GoldcrestOptions().Port;
            return Report(HostCheck.Judge(HostFacts.OfThisHost(), GoldcrestOptions.DefaultIsolation), HostState.Look(data, port, TimeProvider.System), Console.Out);
        });
        return command;
    }

    /// <param name="state">What is worth knowing besides, by name.</param>
    /// <returns>The exit code: failed when something is missing that the server cannot do without.</returns>
    internal static int Report(IReadOnlyList<HostRequirement> requirements, IEnumerable<HostRequirement> state, TextWriter output)
    {
        IReadOnlyList<HostRequirement> all = [.. requirements, .. state];
        foreach (var requirement in all)
        {
            var word = requirement switch { { Found: not null } => "ok", { IsFatal: true } => "MISSING", _ => "warning" };
            output.WriteLine($"{word,-8}{requirement.Name,-16}{requirement.Found ?? $"{requirement.Purpose}. What helps: {requirement.Remedy}"}");
        }

        var fatal = all.Where(requirement => requirement is { Found: null, IsFatal: true }).ToList();
        var packages = fatal.Select(requirement => requirement.Package).OfType<string>().Distinct().ToList();
        if (packages.Count > 0)
        {
            output.WriteLine($"Install what is missing with: {HostCheck.PackageCommand(packages)}");
        }

        output.WriteLine(fatal.Count == 0 ? "This host has all it needs." : $"{fatal.Count} missing.");
        return fatal.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
