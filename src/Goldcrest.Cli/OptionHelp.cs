using System.Text.RegularExpressions;
using System.Xml.Linq;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli;

/// <summary>The docstrings of the options as text, read from the documentation file that lies beside the program.</summary>
internal static partial class OptionHelp
{
    /// <returns>The whole summary by property, on one line, with <c>code</c> in backquotes; empty when the file is missing.</returns>
    public static IReadOnlyDictionary<string, string> Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Goldcrest.Server.xml");
        if (!File.Exists(path))
        {
            return new Dictionary<string, string>();
        }

        var prefix = $"P:{typeof(GoldcrestOptions).FullName}.";
        return XDocument.Load(path).Descendants("member")
            .Where(member => ((string)member.Attribute("name")!).StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(member => ((string)member.Attribute("name")!)[prefix.Length..], member => Text(member.Element("summary")!));
    }

    /// <returns>The part up to the first full stop that ends a sentence.</returns>
    public static string FirstSentence(string text) => SentenceEnd().Split(text, 2)[0].Replace("`", "", StringComparison.Ordinal);

    private static string Text(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node is XElement element ? $"`{element.Value}`" : ((XText)node).Value));
        return Space().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"(?<=\.)\s")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
