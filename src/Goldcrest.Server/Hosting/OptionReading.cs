using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Goldcrest.Core.Sandboxes;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Hosting;

/// <summary>Puts options together from the configuration file, then the environment, then the flags: the later one wins.</summary>
public static partial class OptionReading
{
    /// <param name="configuration">The text of the configuration file, one JSON object; null without a file.</param>
    /// <param name="environment">The value of an environment variable; null or empty means that it is not set.</param>
    /// <param name="flags">What the command line gave, by flag (<c>--port</c>).</param>
    /// <returns>The options and one sentence per problem. With problems the options must not be used.</returns>
    public static (GoldcrestOptions Options, IReadOnlyList<string> Problems) Read(
        string? configuration, Func<string, string?> environment, IReadOnlyDictionary<string, string> flags)
    {
        var problems = new List<string>();
        var members = ReadMembers(configuration, problems);
        var options = new GoldcrestOptions();
        foreach (var name in OptionName.All)
        {
            var (origin, text) = Pick(name, members, environment, flags);
            members.Remove(name.Member);
            if (text is null)
            {
                continue;
            }

            if (TryParse(text, name.Property.PropertyType) is { } value)
            {
                name.Property.SetValue(options, value);
            }
            else
            {
                problems.Add($"{origin} must be {Kind(name.Property.PropertyType)}, not '{text}'.");
            }
        }

        problems.AddRange(members.Keys.Select(unknown => $"The configuration file has a member '{unknown}' that is no option."));
        return (options, [.. problems, .. options.Validate()]);
    }

    /// <summary>A length of time as people write it: a whole number and ms, s, m, h or d.</summary>
    /// <returns>Null when the text is none, or longer than ten years.</returns>
    public static TimeSpan? TryParseDuration(string text)
    {
        if (DurationPattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var number = long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var unit = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        return number <= TimeSpan.FromDays(3650) / unit ? number * unit : null;
    }

    private static Dictionary<string, string> ReadMembers(string? configuration, List<string> problems)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (configuration is null)
        {
            return members;
        }

        try
        {
            using var document = JsonDocument.Parse(
                configuration, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var member in document.RootElement.EnumerateObject())
            {
                members[member.Name] = member.Value.ToString();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problems.Add($"The configuration file must hold one JSON object: {e.Message}");
        }

        return members;
    }

    private static (string Origin, string? Text) Pick(
        OptionName name, Dictionary<string, string> members, Func<string, string?> environment, IReadOnlyDictionary<string, string> flags)
    {
        if (flags.TryGetValue(name.Flag, out var flag))
        {
            return (name.Flag, flag);
        }

        return environment(name.Variable) is { Length: > 0 } variable
            ? (name.Variable, variable)
            : ($"'{name.Member}' in the configuration file", members.GetValueOrDefault(name.Member));
    }

    private static object? TryParse(string text, Type type)
    {
        if (type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        if (type == typeof(long))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out var flag) ? flag : null;
        }

        if (type == typeof(TimeSpan))
        {
            return TryParseDuration(text);
        }

        if (type == typeof(LogLevel))
        {
            return Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) ? level : null;
        }

        return type == typeof(Isolation?) ? IsolationChoice.Find(text) : text;
    }

    private static string Kind(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time such as 30s, 10m or 2h"
        : type == typeof(LogLevel) ? "a log level such as Information"
        : type == typeof(Isolation?) ? $"one of {string.Join(", ", IsolationChoice.Names)}"
        : "text";

    [GeneratedRegex(@"^([0-9]{1,9})(ms|s|m|h|d)\z")]
    private static partial Regex DurationPattern();
}
