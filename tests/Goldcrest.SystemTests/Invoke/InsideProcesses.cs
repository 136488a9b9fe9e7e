using System.Globalization;
using System.Text;

namespace Goldcrest.SystemTests.Invoke;

/// <summary>Processes inside sandboxes, seen from the host.</summary>
internal static class InsideProcesses
{
    /// <returns>How many processes have this text in their environment.</returns>
    public static int With(string text) => Find(text).Count;

    /// <returns>The host's ids of processes that have this text in their environment.</returns>
    public static IReadOnlyList<int> Find(string text)
    {
        var found = new List<int>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                if (File.ReadAllBytes(process + "/environ").AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                {
                    found.Add(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture));
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }
}
