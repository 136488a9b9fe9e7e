namespace Goldcrest.Cli.Client;

/// <summary>One line of a function's log.</summary>
/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="Stream">The log stream, one per sandbox.</param>
/// <param name="Message">Without its line end.</param>
internal sealed record LogLine(long Timestamp, string Stream, string Message);
