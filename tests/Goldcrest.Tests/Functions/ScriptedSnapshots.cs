using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

/// <summary>Makes snapshots of nothing, or says why not.</summary>
internal sealed class ScriptedSnapshots : ISnapshots
{
    public Func<FunctionVersion, Task<PreparationFlaw?>> Make { get; set; } = static _ => Task.FromResult<PreparationFlaw?>(null);

    public ConcurrentQueue<string> Kept { get; } = [];

    public Task<PreparationFlaw?> MakeAsync(FunctionVersion version, CancellationToken cancellationToken) => Make(version);

    public void Keep(FunctionVersion version) => Kept.Enqueue(version.QualifiedArn);
}
