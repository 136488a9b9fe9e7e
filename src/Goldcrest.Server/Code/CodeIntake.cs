using Goldcrest.Core.Code;

namespace Goldcrest.Server.Code;

/// <summary>What became of an uploaded zip.</summary>
internal abstract record CodeIntake
{
    private CodeIntake() { }

    /// <param name="Sha256Hex">The zip's name in the store: 64 lower-case hex digits.</param>
    /// <param name="CodeSha256">The same hash as AWS shows it, base64.</param>
    /// <param name="CodeSize">Bytes of the zip.</param>
    /// <param name="Pin">Keeps the zip from being collected. The caller disposes it once its own record of the hash is durable.</param>
    public sealed record Stored(string Sha256Hex, string CodeSha256, long CodeSize, IDisposable Pin) : CodeIntake;

    /// <summary>Nothing was kept.</summary>
    /// <param name="Reason">For the log; <see cref="CodeReply"/> has the client's sentence.</param>
    public sealed record Refused(CodeRefusal Reason) : CodeIntake;
}
