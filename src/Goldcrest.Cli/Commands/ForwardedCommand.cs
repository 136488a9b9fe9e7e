using System.CommandLine;

namespace Goldcrest.Cli.Commands;

/// <summary>A command that the <c>goldcrest</c> script of the source tree carries out before this program is reached; here for <c>--help</c>.</summary>
internal static class ForwardedCommand
{
    public static Command Create(string name, string description)
    {
        var arguments = new Argument<string[]>("arguments") { Description = "Passed on.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(name, description) { arguments };
        command.SetAction(Refuse);
        return command;

        int Refuse(ParseResult parsed) => throw new CommandFailure($"'{name}' works from a source tree: ./goldcrest {name}", ExitCodes.Usage);
    }
}
