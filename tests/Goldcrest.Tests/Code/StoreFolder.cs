using Goldcrest.Core.Code;
using Goldcrest.Server.Code;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Code;

/// <summary>A store in a directory of its own, which goes with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly List<CodeStore> _opened = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("goldcrest-code-").FullName;

    /// <summary>Every file and directory below the drafts and trees, and every zip.</summary>
    public IEnumerable<string> Leftovers =>
        Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetDirectoryName(path) != Root || path.EndsWith(".zip", StringComparison.Ordinal));

    public CodeStore Open(CodeLimits? limits = null)
    {
        var store = new CodeStore(
            new CodeStoreOptions { Directory = Root, Limits = limits ?? new() }, NullLogger<CodeStore>.Instance);
        _opened.Add(store);
        return store;
    }

    public void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        Directory.Delete(Root, recursive: true);
    }
}
