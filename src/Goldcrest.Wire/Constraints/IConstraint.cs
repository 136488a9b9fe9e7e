namespace Goldcrest.Wire.Constraints;

/// <summary>What a model demands of one value, and the words in which AWS refuses it.</summary>
internal interface IConstraint<in T>
{
    /// <summary>Whether a refusal leaves the value out, because the model calls it sensitive.</summary>
    bool IsSensitive { get; }

    /// <summary>Every sentence of the constraint, in AWS's order: what a list or map says of its members.</summary>
    IEnumerable<string> Sentences { get; }

    bool Allows(T value);
}
