namespace Goldcrest.Wire.Constraints;

/// <summary>Length of a list, and what each of its items must satisfy.</summary>
/// <remarks>The item's constraint is null when items are free or structures, which are checked one by one.</remarks>
internal sealed class ListConstraint<T>(
    IConstraint<T>? item, int min = 0, int max = int.MaxValue, bool isSensitive = false, ItemWording wording = ItemWording.Wrapped)
    : IConstraint<IReadOnlyList<T>>
{
    public bool IsSensitive => isSensitive || item is { IsSensitive: true };

    public IEnumerable<string> Sentences
    {
        get
        {
            if (max != int.MaxValue)
            {
                yield return Sentence.MaxLength(max);
            }

            if (max != int.MaxValue || min > 0)
            {
                yield return Sentence.MinLength(min);
            }

            if (item is not null)
            {
                yield return ItemSentence;
            }
        }
    }

    private string ItemSentence => wording switch
    {
        ItemWording.Bare => string.Join(", ", item?.Sentences ?? []),
        ItemWording.Nullable => Sentence.Members(item?.Sentences ?? []),
        _ => Sentence.Members((item?.Sentences ?? []).Append(Sentence.NotNull)),
    };

    public bool Allows(IReadOnlyList<T> value) => value.Count <= max && value.Count >= min && AllowsItems(value);

    public void Check(IReadOnlyList<T>? value, string path, string member, ref Violations violations)
    {
        if (value is null)
        {
            return;
        }

        if (value.Count > max)
        {
            violations.Add(value, IsSensitive, path, member, Sentence.MaxLength(max));
        }

        if (value.Count < min)
        {
            violations.Add(value, IsSensitive, path, member, Sentence.MinLength(min));
        }

        if (!AllowsItems(value))
        {
            violations.Add(value, IsSensitive, path, member, ItemSentence);
        }
    }

    private bool AllowsItems(IReadOnlyList<T> value)
    {
        foreach (var one in value)
        {
            if (one is null || item?.Allows(one) == false)
            {
                return false;
            }
        }

        return true;
    }
}
