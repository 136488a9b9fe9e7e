namespace Goldcrest.Core.Telemetry;

/// <summary>Where a subscriber listens, inside its sandbox.</summary>
public abstract record TelemetryDestination(int Port)
{
    /// <summary>Each batch is an array of records.</summary>
    /// <param name="PathAndQuery">Begins with a slash.</param>
    /// <param name="Method">POST or PUT.</param>
    public sealed record Http(int Port, string PathAndQuery, string Method) : TelemetryDestination(Port);

    /// <summary>Each record is a line.</summary>
    public sealed record Tcp(int Port) : TelemetryDestination(Port);
}
