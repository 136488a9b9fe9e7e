using System.IO.Compression;
using System.Text;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>The fixtures of a language as zips: what a function is made of, and what a layer brings instead.</summary>
internal static class LanguageZips
{
    private const string DotnetPart = "Amazon.Lambda.Core.dll";
    private const string JavaPart = "layered/Word.class";

    /// <param name="isSplit">Whether a layer brings what functions of compiled languages otherwise hold themselves.</param>
    public static byte[] Function(RuntimeSetup setup, bool isSplit)
    {
        var files = Directory.EnumerateFiles(setup.TaskRoot, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(setup.TaskRoot, file), File.ReadAllBytes(file)));
        return Zip(files.Where(file => !isSplit || file.Item1 is not (DotnetPart or JavaPart)));
    }

    /// <summary>Where each language looks first.</summary>
    public static byte[] Layer(string language) => language switch
    {
        "nodejs" => Zip([("nodejs/node_modules/from-layer/index.js", Encoding.UTF8.GetBytes("module.exports = 'from a layer';\n"))]),
        "python" => Zip([("python/from_layer.py", Encoding.UTF8.GetBytes("TEXT = 'from a layer'\n"))]),
        "ruby" => Zip([("ruby/lib/from_layer.rb", Encoding.UTF8.GetBytes("FROM_LAYER = 'from a layer'\n"))]),
        "dotnet" => Zip([($"dotnet/{DotnetPart}", File.ReadAllBytes(Path.Combine(RuntimeSetup.For(language, "answers.act").TaskRoot, DotnetPart)))]),
        _ => Zip([("java/lib/word.jar", Zip([(JavaPart, File.ReadAllBytes(Path.Combine(CompiledJava.Functions, JavaPart)))]))]),
    };

    private static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
