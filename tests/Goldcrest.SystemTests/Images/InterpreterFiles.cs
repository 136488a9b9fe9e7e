using System.Formats.Tar;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Tests.Images;

namespace Goldcrest.SystemTests.Images;

/// <summary>The host's interpreters with all that they load, as layers of images that have nothing else.</summary>
internal static class InterpreterFiles
{
    /// <summary>What the image says the interpreter's version is, which no host has.</summary>
    public const string Version = "99.8.7";

    /// <summary>Of Debian's Node.js, which keeps some of its own modules outside of the program.</summary>
    private static readonly string[] NodeModules = ["acorn", "acorn-walk", "cjs-module-lexer", "undici"];

    private static readonly string[] RubyLeftOut = ["bundler", "rdoc", "irb", "gems"];

    public static async Task<TestImage> ImageAsync(string language)
    {
        var image = new TestImage { Config = new JsonObject { ["Env"] = new JsonArray($"{VariableOf(language)}={Version}") } };
        var tar = await PackAsync([.. FilesOf(language)]);
        return image.Layer(tar, "", tar);
    }

    /// <returns>A tar of these files and of the shared libraries that they need.</returns>
    public static async Task<byte[]> PackAsync(IReadOnlyList<(string File, string Name)> files)
    {
        var programs = files.Select(file => file.File).Where(IsProgram).ToList();
        var needed = await ProgramRun.RunAsync("/usr/bin/ldd", programs, new Dictionary<string, string>());
        var libraries = needed.Output.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('/') && !word.EndsWith(':'));
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (file, name) in files.Concat(libraries.Select(library => (library, library[1..]))).DistinctBy(file => file.Item2))
            {
                Add(tar, file, name);
            }
        }

        return bytes.ToArray();
    }

    /// <returns>The files of a folder and below, each with the name that it has on the host.</returns>
    public static IEnumerable<(string File, string Name)> Below(string folder, Func<string, bool>? isLeftOut = null) =>
        !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => isLeftOut?.Invoke(Path.GetRelativePath(folder, file)) != true && File.Exists(file))
            .Select(file => (file, file[1..]));

    private static string VariableOf(string language) => language == "nodejs" ? "NODE_VERSION" : $"{language.ToUpperInvariant()}_VERSION";

    private static IEnumerable<(string File, string Name)> FilesOf(string language) => language switch
    {
        "nodejs" => [("/usr/bin/node", "usr/bin/node"), .. NodeModules.SelectMany(module => Below($"/usr/share/nodejs/{module}"))],
        "ruby" => [("/usr/bin/ruby", "usr/bin/ruby"), .. RubyFolders().SelectMany(folder => Below(folder, path => RubyLeftOut.Contains(path.Split('/')[0])))],
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "no image of it is made"),
    };

    private static IEnumerable<string> RubyFolders() => ((string[])["/usr/lib/ruby", "/usr/lib/x86_64-linux-gnu/ruby"]).Where(Directory.Exists)
        .SelectMany(Directory.GetDirectories).Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]));

    private static bool IsProgram(string file) => file.EndsWith(".so", StringComparison.Ordinal) || Path.GetExtension(file).Length == 0 || Path.GetDirectoryName(file) == "/usr/bin";

    /// <summary>With its own time: Python holds what it compiled against that of the source.</summary>
    private static void Add(TarWriter tar, string file, string name)
    {
        var real = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        using var content = File.OpenRead(real);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content,
            Mode = File.GetUnixFileMode(real),
            ModificationTime = File.GetLastWriteTimeUtc(real),
        });
    }
}
