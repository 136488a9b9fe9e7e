using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Functions;

/// <summary>Hands out stamps; no two have anything in common, on any node.</summary>
internal sealed class ChangeStamps(TimeProvider time)
{
    public ChangeStamp Next() => new(Guid.NewGuid().ToString("N"), Revision.Next(), time.GetUtcNow());
}
