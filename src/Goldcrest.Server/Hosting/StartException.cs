using System.Data.Common;
using Goldcrest.Server.Storage;
using Microsoft.AspNetCore.Connections;

namespace Goldcrest.Server.Hosting;

/// <summary>The server could not start, for a reason that a person can put right: the message says what is wrong and what to do, in one line.</summary>
public sealed class StartException : Exception
{
    private const int NoSpaceLeft = 28;
    private const int SqliteFull = 13;

    private StartException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <returns>Null for a fault that nobody foresaw, whose whole story is needed.</returns>
    internal static StartException? From(Exception fault, GoldcrestOptions options) => Sentence(fault, options) is { } sentence ? new StartException(sentence, fault) : null;

    private static string? Sentence(Exception fault, GoldcrestOptions options)
    {
        var data = options.DataDirectory;
        return fault switch
        {
            IOException { InnerException: AddressInUseException } =>
                $"Port {options.Port} is taken by another program. Stop that, or choose another port with --port N.",
            _ when IsDiskFull(fault) =>
                $"The disk of {data} is full. Make room there, or choose a directory on another disk with --data DIR.",
            StorageException { InnerException: { } cause } when IsDiskFull(cause) => Sentence(cause, options),
            StorageException => fault.Message,
            DbException => $"The database {Path.Combine(data, "goldcrest.db")} cannot be used ({fault.Message}). Put it back from a backup, or move it away to start without functions.",
            UnauthorizedAccessException or IOException =>
                $"The data directory {data} cannot be used ({fault.Message.TrimEnd('.')}). Choose another with --data DIR.",
            InvalidDataException or Sandboxes.SandboxLaunchException or DllNotFoundException => fault.Message,
            _ => null,
        };
    }

    private static bool IsDiskFull(Exception fault) => fault is IOException { HResult: NoSpaceLeft } or DbException { ErrorCode: SqliteFull };
}
