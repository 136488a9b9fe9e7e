using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Identity;

internal sealed partial class RequestAuthenticator
{
    [LoggerMessage(3001, LogLevel.Debug, "Request refused, {Reason}: {Explanation}")]
    private partial void LogRefused(AuthRefusal reason, string explanation);
}
