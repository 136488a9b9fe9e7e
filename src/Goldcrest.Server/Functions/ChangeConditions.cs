using Goldcrest.Core.Functions;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>What a client may demand of <c>$LATEST</c> before it changes or is published. Null demands nothing.</summary>
internal readonly record struct ChangeConditions(string? RevisionId, string? CodeSha256 = null)
{
    /// <returns>Null when <c>$LATEST</c> may be changed or published now.</returns>
    public WireError? Refuse(FunctionVersion latest)
    {
        if (RevisionId is not null && RevisionId != latest.RevisionId)
        {
            return FunctionRefusals.StaleRevision;
        }

        if (CodeSha256 is not null && CodeSha256 != latest.Current.Code.ShownSha256)
        {
            return FunctionRefusals.WrongCodeHash(CodeSha256, latest.Current.Code.ShownSha256);
        }

        return FunctionRefusals.Busy(latest);
    }
}
