using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Goldcrest.SystemTests.Clients;

/// <summary>Zips of functions, as a developer's machine makes them.</summary>
internal static class CodeZip
{
    private const int Executable = 0b1_000_000_111_101_101 << 16;
    private const int Readable = 0b1_000_000_110_100_100 << 16;

    /// <summary>A zip of one file.</summary>
    /// <param name="name">A file called bootstrap is executable.</param>
    public static byte[] Of(string name, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry(name);
            entry.ExternalAttributes = name == "bootstrap" ? Executable : Readable;
            using var file = entry.Open();
            file.Write(content);
        }

        return stream.ToArray();
    }

    /// <summary>A zip of one file of the repository; C is compiled first.</summary>
    /// <param name="edit">Changes the source text.</param>
    public static async Task<byte[]> OfAsync(string relativePath, Func<string, string>? edit = null)
    {
        var source = await File.ReadAllTextAsync(SourceTree.PathOf(relativePath));
        source = edit?.Invoke(source) ?? source;
        return relativePath.EndsWith(".c", StringComparison.Ordinal)
            ? Of("bootstrap", await CompileAsync(source))
            : Of(Path.GetFileName(relativePath), Encoding.UTF8.GetBytes(source));
    }

    /// <summary>A zip of all files of a folder.</summary>
    public static byte[] OfFolder(string folder)
    {
        using var bytes = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, bytes);
        return bytes.ToArray();
    }

    private static async Task<byte[]> CompileAsync(string source)
    {
        var program = Path.GetTempFileName();
        try
        {
            using var gcc = Process.Start(new ProcessStartInfo("/usr/bin/gcc", ["-O1", "-static", "-pthread", "-x", "c", "-o", program, "-"]) { RedirectStandardInput = true })!;
            await gcc.StandardInput.WriteAsync(source);
            gcc.StandardInput.Close();
            await gcc.WaitForExitAsync();
            return gcc.ExitCode == 0 ? await File.ReadAllBytesAsync(program) : throw new InvalidOperationException("gcc refused the source.");
        }
        finally
        {
            File.Delete(program);
        }
    }
}
