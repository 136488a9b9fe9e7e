using System.Globalization;

namespace Goldcrest.Core.Functions;

/// <summary>
/// Where a version stands in lists: functions by name, of each <c>$LATEST</c> first, then the published ones ascending. It stays
/// right when versions before or at it go.
/// </summary>
/// <param name="Name">The function's bare name.</param>
/// <param name="Number">Of the version; 0 is <c>$LATEST</c>.</param>
/// <remarks>Source: docs/contracts/functions.md#lists.</remarks>
public readonly record struct FunctionPosition(string Name, int Number)
{
    private const char Separator = ':';

    public static FunctionPosition Of(FunctionVersion version) => new(
        version.Key.Name, version.IsLatest ? 0 : int.Parse(version.Number, NumberStyles.None, CultureInfo.InvariantCulture));

    public bool IsBefore(FunctionPosition other) =>
        string.CompareOrdinal(Name, other.Name) is var byName and not 0 ? byName < 0 : Number < other.Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}{Separator}{Number}");

    /// <param name="text">As <see cref="ToString"/> writes it.</param>
    /// <returns>Null when it is no position.</returns>
    public static FunctionPosition? TryParse(string text) =>
        text.Split(Separator) is [var name, var digits]
        && FunctionLimits.IsName(name)
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new FunctionPosition(name, number)
            : null;
}
