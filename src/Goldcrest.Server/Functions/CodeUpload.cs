using Goldcrest.Core.Code;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>Takes the zip of a request into the store.</summary>
internal sealed class CodeUpload(CodeStore store, CodeStoreOptions options)
{
    /// <param name="zip">Null when the request has none.</param>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    /// <returns>
    /// The code, and the pin to hold until a durable record names it; or why there is none. Nothing else needs to be undone: code that
    /// no record names goes by itself.
    /// </returns>
    public async Task<(CodeReference? Code, IDisposable? Pin, WireError? Error)> TakeAsync(ReadOnlyMemory<byte>? zip, CancellationToken cancellationToken)
    {
        if (zip is not { } bytes)
        {
            return (null, null, FunctionRefusals.NoCode);
        }

        return await store.AddAsync(bytes, cancellationToken) switch
        {
            CodeIntake.Stored stored => (new CodeReference(stored.Sha256Hex, stored.CodeSize), stored.Pin, null),
            CodeIntake.Refused refused => (null, null, Word(refused.Reason)),
            _ => throw new InvalidOperationException("There is no third outcome."),
        };
    }

    private WireError Word(CodeRefusal reason)
    {
        var (code, message) = CodeReply.From(reason, options.Limits);
        return code == "RequestEntityTooLargeException" ? WireErrors.RequestEntityTooLarge(message) : LambdaErrors.InvalidParameterValue(message);
    }
}
