namespace Goldcrest.Tests.Lives;

/// <summary>The mark of a thing's revision, and those it had.</summary>
internal sealed class TwinRevision(string first)
{
    private readonly List<string> _former = [];

    public string Now { get; private set; } = first;

    public void Become(string mark)
    {
        _former.Add(Now);
        Now = mark;
    }

    /// <summary>What a request says of it: mostly nothing, sometimes what is so, sometimes what was so.</summary>
    public string? Claimed(Draw draw) => draw.Below(8) switch
    {
        0 or 1 => Now,
        2 when _former.Count > 0 => draw.Of(_former),
        _ => null,
    };

    public bool IsStale(string? claimed) => claimed is not null && claimed != Now;
}
