namespace Goldcrest.SystemTests.Lists;

/// <summary>One list operation on the stage.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Input">Members of the request beside marker and size.</param>
/// <param name="Target">The same as path and query.</param>
/// <param name="Key">The answer's member that holds the items.</param>
/// <param name="Id">The member of an item that tells it from the others; empty when items are text.</param>
/// <param name="Items">What is there, in the order of the list.</param>
/// <param name="Default">Items of a page when the client names no number.</param>
/// <param name="Max">The largest number a client may name.</param>
/// <param name="Cap">Items of a page at most, whatever number is named.</param>
internal sealed record ListCase(
    string Operation, object Input, string Target, string Key, string Id, IReadOnlyList<string> Items, int Default, int Max, int Cap)
{
    public string Paginator => $"paginate{Operation}";

    /// <summary>The pages that a client has to see.</summary>
    public IEnumerable<string[]> Pages(int? size) => Items.Chunk(Math.Min(size ?? Default, Cap));
}
