namespace Goldcrest.Wire.Constraints;

/// <summary>How the refusal of a list's item is worded; AWS is not of one mind.</summary>
internal enum ItemWording
{
    /// <summary><c>Member must satisfy constraint: […, Member must not be null]</c>.</summary>
    Wrapped,

    /// <summary>The same without the last sentence.</summary>
    Nullable,

    /// <summary>The item's own sentence, as if the list were the item.</summary>
    Bare,
}
