using Goldcrest.Core.Code;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Code;

internal sealed partial class CodeStore
{
    [LoggerMessage(3101, LogLevel.Information, "A zip of {Bytes} bytes was refused: {Reason}")]
    private partial void LogRefused(CodeRefusal reason, long bytes);

    [LoggerMessage(3102, LogLevel.Information, "Code {Hash} was removed: nothing refers to it")]
    private partial void LogCollected(string hash);
}
