namespace Goldcrest.Server.Logs;

/// <summary>Takes events of logs.</summary>
internal interface ILogSink
{
    /// <summary>Never blocks and never throws.</summary>
    void Append(LogEvent logEvent);
}
