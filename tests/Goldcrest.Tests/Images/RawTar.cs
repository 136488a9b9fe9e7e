using System.Text;

namespace Goldcrest.Tests.Images;

/// <summary>Tar archives that no honest tool writes.</summary>
internal static class RawTar
{
    /// <param name="type">The letter of the entry's kind.</param>
    /// <param name="bytes">What the header says of the content's length; null for the truth.</param>
    public static byte[] Entry(string name, char type = '0', string link = "", byte[]? content = null, string? bytes = null)
    {
        var block = new byte[512];
        Put(0, name);
        Put(100, "0000644\0");
        Put(108, "0000000\0");
        Put(116, "0000000\0");
        Put(124, bytes ?? Convert.ToString(content?.Length ?? 0, 8).PadLeft(11, '0') + "\0");
        Put(136, "00000000000\0");
        Put(148, "        ");
        block[156] = (byte)type;
        Put(157, link);
        Put(257, "ustar\0" + "00");
        Put(148, Convert.ToString(block.Sum(part => part), 8).PadLeft(6, '0') + "\0 ");
        var body = content ?? [];
        return [.. block, .. body, .. new byte[(512 - (body.Length % 512)) % 512]];

        void Put(int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(block, at);
    }

    public static byte[] Archive(params IEnumerable<byte[]> entries) => [.. entries.SelectMany(entry => entry), .. new byte[1024]];
}
