using System.Text.RegularExpressions;
using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Runtimes;

/// <summary>The image that a runtime's interpreter is taken from.</summary>
/// <param name="Runtime">An identifier such as <c>python3.13</c>.</param>
/// <param name="Image">A name as functions give it, or the absolute path of a layout or archive.</param>
internal sealed partial record RuntimeImage(string Runtime, string Image)
{
    private static readonly char[] Separators = [',', ' ', '\t', '\n'];

    public bool IsFile => Image.StartsWith('/');

    /// <param name="text">RUNTIME=IMAGE, separated by commas or blanks; null for none.</param>
    /// <returns>All of them, or what is wrong with the first that cannot be used, as the end of a sentence.</returns>
    public static (IReadOnlyList<RuntimeImage> Images, string? Problem) TryRead(string? text)
    {
        var images = new List<RuntimeImage>();
        foreach (var entry in (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', 2) is not [var runtime, var image] || !Served().IsMatch(runtime) || (!image.StartsWith('/') && ImageUri.TryParse(image) is null))
            {
                return ([], $"must be RUNTIME=IMAGE, the runtime one of Python, Node.js or Ruby, the image a name or an absolute path, not '{entry}'");
            }

            images.Add(new RuntimeImage(runtime, image));
        }

        return images.DistinctBy(image => image.Runtime).Count() == images.Count ? (images, null) : ([], "must name each runtime once");
    }

    [GeneratedRegex(@"^(python3\.[0-9]{1,2}|nodejs[0-9]{1,2}\.x|ruby[0-9]\.[0-9])\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Served();
}
