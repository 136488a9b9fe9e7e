namespace Goldcrest.Wire.Constraints;

/// <summary>Size of a map, and what its keys and values must satisfy.</summary>
internal sealed class MapConstraint<T>(
    IConstraint<string>? key, IConstraint<T>? item, int min = 0, int max = int.MaxValue, bool isSensitive = false)
{
    public void Check(IReadOnlyDictionary<string, T>? value, string path, string member, ref Violations violations)
    {
        if (value is null)
        {
            return;
        }

        if (value.Count > max)
        {
            violations.Add(value, isSensitive, path, member, Sentence.MaxLength(max));
        }

        if (value.Count < min)
        {
            violations.Add(value, isSensitive, path, member, Sentence.MinLength(min));
        }

        if (key is not null && !AllowsKeys(value, key))
        {
            violations.Add(value, isSensitive, path, member, Sentence.Keys(key.Sentences));
        }

        if (!AllowsValues(value))
        {
            violations.Add(value, isSensitive, path, member, Sentence.Values((item?.Sentences ?? []).Append(Sentence.NotNull)));
        }
    }

    private static bool AllowsKeys(IReadOnlyDictionary<string, T> value, IConstraint<string> key)
    {
        foreach (var pair in value)
        {
            if (!key.Allows(pair.Key))
            {
                return false;
            }
        }

        return true;
    }

    private bool AllowsValues(IReadOnlyDictionary<string, T> value)
    {
        foreach (var pair in value)
        {
            if (pair.Value is null || item?.Allows(pair.Value) == false)
            {
                return false;
            }
        }

        return true;
    }
}
