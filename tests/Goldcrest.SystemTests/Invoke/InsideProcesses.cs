using System.Text;

namespace Goldcrest.SystemTests.Invoke;

/// <summary>Processes inside sandboxes, seen from the host.</summary>
internal static class InsideProcesses
{
    /// <returns>How many processes have this text in their environment.</returns>
    public static int With(string text)
    {
        var count = 0;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                count += File.ReadAllBytes(process + "/environ").AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 ? 1 : 0;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return count;
    }
}
