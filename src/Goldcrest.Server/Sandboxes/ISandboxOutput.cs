namespace Goldcrest.Server.Sandboxes;

/// <summary>Where the output of a sandbox goes.</summary>
internal interface ISandboxOutput
{
    /// <summary>Bytes from stdout or stderr, as they came; a line may be cut anywhere. Must not block and must not throw.</summary>
    void OnText(ReadOnlySpan<byte> bytes);

    /// <summary>One whole event from the log descriptor (_LAMBDA_TELEMETRY_LOG_FD). Must not block and must not throw.</summary>
    /// <param name="message">The message without its frame; may hold line breaks.</param>
    void OnEvent(ReadOnlySpan<byte> message);
}
