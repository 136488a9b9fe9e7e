using System.IO.Compression;
using System.Text;

namespace Goldcrest.Tests.CodeSigning;

/// <summary>Zips made, read and made anew, entry by entry.</summary>
internal static class Zips
{
    public static byte[] Of(params IEnumerable<(string Name, byte[] Content)> entries) => Of(CompressionLevel.Fastest, 2026, entries);

    public static byte[] Of(CompressionLevel level, int year, IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = archive.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(year, 1, 2, 3, 4, 0, TimeSpan.Zero);
                using var target = entry.Open();
                target.Write(content);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Code() => Of(("f.py", "def handler(event, context): pass\n"u8.ToArray()), ("lib/", []), ("lib/é.txt", "text"u8.ToArray()));

    public static List<(string Name, byte[] Content)> Read(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
        return
        [
            .. archive.Entries.Select(entry =>
            {
                using var content = entry.Open();
                using var copy = new MemoryStream();
                content.CopyTo(copy);
                return (entry.FullName, copy.ToArray());
            }),
        ];
    }
}
