using System.Globalization;

namespace Goldcrest.Core.Logs;

/// <summary>How the log stream of a sandbox is called.</summary>
/// <remarks>Source: docs/contracts/logs.md#groups-and-streams.</remarks>
public static class LogStreamName
{
    /// <param name="now">When the sandbox is made.</param>
    /// <param name="version"><c>$LATEST</c> or a number.</param>
    /// <param name="group">The log group; in one that is not the function's own, the stream names the function.</param>
    /// <param name="id">32 hex digits.</param>
    public static string For(DateTimeOffset now, string function, string version, string group, string id)
    {
        var owner = group == OwnGroup(function) ? "" : function;
        return string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy/MM/dd}/{owner}[{version}]{id}");
    }

    public static string OwnGroup(string function) => "/aws/lambda/" + function;
}
