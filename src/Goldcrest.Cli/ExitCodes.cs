namespace Goldcrest.Cli;

/// <summary>What a script may rely on.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The operation failed.</summary>
    public const int Failed = 1;

    /// <summary>The command was typed or configured wrongly; nothing was done.</summary>
    public const int Usage = 2;
}
