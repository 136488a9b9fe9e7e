namespace Goldcrest.Core.Functions;

/// <summary>Makes value lists of collection expressions.</summary>
public static class ValueLists
{
    public static ValueList<T> Of<T>(ReadOnlySpan<T> items) => new([.. items]);
}
