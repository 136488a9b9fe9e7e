using Goldcrest.Core.Functions;

namespace Goldcrest.Core.Images;

/// <summary>What a function of an image runs: what the function says over what the image says.</summary>
/// <param name="Words">Program and arguments; empty when neither says anything.</param>
/// <param name="Handler">The first word after the entry point, which is where images expect the handler; null when there is none.</param>
/// <param name="WorkingDirectory">As it was said, not checked; the root when nobody says anything.</param>
/// <remarks>Source: docs/contracts/images.md#what-runs.</remarks>
public sealed record ImageProgram(IReadOnlyList<string> Words, string? Handler, string WorkingDirectory)
{
    /// <remarks>Another entry point lets the image's own command fall away: it was written for the image's own entry point.</remarks>
    public static ImageProgram Of(ImageDefaults image, ImageSettings function)
    {
        var entryPoint = function.EntryPoint.Count > 0 ? function.EntryPoint : image.EntryPoint;
        var command = function.Command.Count > 0 ? function.Command : function.EntryPoint.Count > 0 ? [] : image.Command;
        return new ImageProgram(
            [.. entryPoint, .. command],
            entryPoint.Count > 0 ? command.ElementAtOrDefault(0) : null,
            function.WorkingDirectory is { Length: > 0 } wanted ? wanted : image.WorkingDirectory is { Length: > 0 } own ? own : "/");
    }
}
