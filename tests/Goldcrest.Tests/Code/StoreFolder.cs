using Goldcrest.Core.Code;
using Goldcrest.Server.Code;
using Goldcrest.Tests.Identity;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Code;

/// <summary>A store in a directory of its own, which goes with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly List<CodeStore> _opened = [];

    /// <summary>Stands until a test moves it.</summary>
    public HandClock Clock { get; } = new(DateTimeOffset.UnixEpoch);

    /// <summary>What the stores of this folder were told is no longer pinned.</summary>
    public FreedCode Freed { get; private set; } = new(TimeProvider.System);

    public string Root { get; } = Directory.CreateTempSubdirectory("goldcrest-code-").FullName;

    /// <summary>Every file and directory below the drafts and trees, and every zip.</summary>
    public IEnumerable<string> Leftovers =>
        Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetDirectoryName(path) != Root || path.EndsWith(".zip", StringComparison.Ordinal));

    public CodeStore Open(CodeLimits? limits = null)
    {
        Freed = new FreedCode(Clock);
        var store = new CodeStore(
            new CodeStoreOptions { Directory = Root, Limits = limits ?? new() }, Freed, NullLogger<CodeStore>.Instance);
        _opened.Add(store);
        return store;
    }

    public void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        Directory.Delete(Root, recursive: true);
    }
}
