using System.Reflection;
using System.Text.RegularExpressions;

namespace Goldcrest.Server.Hosting;

/// <summary>
/// The four spellings of one option: the property <c>IdleTimeout</c> is the flag <c>--idle-timeout</c>, the environment variable
/// <c>GOLDCREST_IDLE_TIMEOUT</c> and the member <c>idleTimeout</c> of the configuration file. Only <c>DataDirectory</c> has a shorter flag, <c>--data</c>.
/// </summary>
public sealed partial record OptionName
{
    private OptionName(PropertyInfo property)
    {
        Property = property;
        Flag = property.Name == nameof(GoldcrestOptions.DataDirectory) ? "--data" : "--" + Joined(property.Name, '-').ToLowerInvariant();
        Variable = "GOLDCREST_" + Joined(property.Name, '_').ToUpperInvariant();
        Member = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
    }

    /// <summary>Every option, in the order of declaration.</summary>
    public static IReadOnlyList<OptionName> All { get; } =
        [.. typeof(GoldcrestOptions).GetProperties().Where(p => p.CanWrite).OrderBy(p => p.MetadataToken).Select(p => new OptionName(p))];

    public PropertyInfo Property { get; }

    public string Flag { get; }

    public string Variable { get; }

    public string Member { get; }

    /// <exception cref="InvalidOperationException">The property is no option.</exception>
    public static OptionName Of(string property) => All.Single(name => name.Property.Name == property);

    private static string Joined(string name, char separator) => WordStart().Replace(name, separator.ToString());

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
