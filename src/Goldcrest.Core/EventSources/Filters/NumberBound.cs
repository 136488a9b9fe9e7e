namespace Goldcrest.Core.EventSources.Filters;

/// <summary>One end of a range of numbers.</summary>
/// <param name="Open">True when the value itself lies outside.</param>
internal sealed record NumberBound(double Value, bool Open)
{
    /// <summary>Largest number that a range can name, either way.</summary>
    public const double Largest = 5e9;

    public bool IsBelow(double number) => Open ? Value < number : Value <= number;

    public bool IsAbove(double number) => Open ? Value > number : Value >= number;
}
