using System.Numerics;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Wire.Constraints;

/// <summary>Range of a number.</summary>
internal sealed class NumberConstraint<T>(T? min, T? max) : IConstraint<T>
    where T : struct, INumber<T>
{
    public bool IsSensitive => false;

    public IEnumerable<string> Sentences
    {
        get
        {
            if (max is { } most)
            {
                yield return Sentence.MaxValue(JavaText.Of(most));
            }

            if (min is { } least)
            {
                yield return Sentence.MinValue(JavaText.Of(least));
            }
        }
    }

    public bool Allows(T value) => !(max is { } most && value > most) && !(min is { } least && value < least);

    public void Check(T? value, string path, string member, ref Violations violations)
    {
        if (value is not { } number || Allows(number))
        {
            return;
        }

        var sentence = max is { } most && number > most
            ? Sentence.MaxValue(JavaText.Of(most))
            : Sentence.MinValue(JavaText.Of(min));
        violations.Add(number, IsSensitive, path, member, sentence);
    }
}
