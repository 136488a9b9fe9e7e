using Goldcrest.Core.Images;
using Goldcrest.Core.Invoke;

namespace Goldcrest.Server.Runtimes;

/// <summary>The program of a container image, looked at before it is executed, so that its author is told what is wrong with it.</summary>
/// <param name="Words">Program, by its whole path, and arguments, as seen from inside.</param>
/// <param name="Flaw">Null when it can be executed where it is to be, as far as can be seen from outside.</param>
/// <remarks>Source: docs/contracts/images.md#what-runs.</remarks>
internal sealed record ImageEntrypoint(IReadOnlyList<string> Words, FunctionFault? Flaw)
{
    /// <summary>An image that says nothing brings a program of this name.</summary>
    private static readonly string[] BootstrapFolders = ["/var/runtime", "/var/task", "/opt"];

    /// <param name="searchPath">Where a program without a path is looked for: folders separated by colons.</param>
    public static ImageEntrypoint Find(ImageProgram program, SandboxFiles files, string searchPath)
    {
        if (FindFlaw(program.WorkingDirectory, files) is { } nowhere)
        {
            return new ImageEntrypoint(program.Words, nowhere);
        }

        var candidates = program.Words is [var first, ..]
            ? Places(first, program.WorkingDirectory, searchPath)
            : BootstrapFolders.Prepend(program.WorkingDirectory).Select(folder => Join(folder, "bootstrap")).Distinct().ToList();
        if (candidates.FirstOrDefault(candidate => files.FindFile(candidate) is not null) is not { } command)
        {
            var named = program.Words is [var word, ..] ? word : string.Join(' ', candidates);
            return new ImageEntrypoint(program.Words, FunctionFault.InvalidEntrypoint($"Couldn't find valid bootstrap(s): [{named}]"));
        }

        IReadOnlyList<string> words = [command, .. program.Words.Skip(1)];
        return new ImageEntrypoint(words, Entrypoint.FindFlaw(command, files) is { } flaw ? FunctionFault.InvalidEntrypoint($"fork/exec {command}: {flaw}") : null);
    }

    private static FunctionFault? FindFlaw(string workingDirectory, SandboxFiles files)
    {
        if (!workingDirectory.StartsWith('/'))
        {
            return FunctionFault.InvalidWorkingDirectory($"the working directory '{workingDirectory}' is invalid, it needs to be an absolute path");
        }

        return files.FindDirectory(workingDirectory) is null
            ? FunctionFault.InvalidWorkingDirectory($"the working directory doesn't exist: {workingDirectory}")
            : null;
    }

    private static IReadOnlyList<string> Places(string program, string workingDirectory, string searchPath) => program switch
    {
        "" => [],
        ['/', ..] => [program],
        _ when program.Contains('/', StringComparison.Ordinal) => [Join(workingDirectory, program)],
        _ => [.. searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Join(folder, program))],
    };

    private static string Join(string folder, string name) => $"{folder.TrimEnd('/')}/{name}";
}
