using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Goldcrest.Server.Runtimes;

/// <summary>
/// Our bootstrap for Java, compiled by the host's own virtual machine when a function first needs it, and kept: one folder per virtual
/// machine and state of the sources, with the jar, the JSON library and an archive of loaded classes.
/// </summary>
/// <param name="cache">Where the folders lie; made when needed.</param>
internal sealed class JavaBootstrap(string cache)
{
    public const string JarInside = "/var/runtime/goldcrest.jar";
    public const string ArchiveInside = "/var/runtime/goldcrest.jsa";
    private const string Compiler = "jdk.compiler/com.sun.tools.javac.Main";

    /// <summary>Five minutes are a hundred times what it takes on a machine with nothing else to do.</summary>
    private const string Bounded = "exec timeout 300 \"$0\" \"$@\" 2>&1 </dev/null";

    private static readonly string[] Libraries = ["jackson-core.jar", "jackson-annotations.jar", "jackson-databind.jar"];
    private static readonly string[] LibraryFolders = ["/usr/share/java"];

    private readonly Lock _gate = new();
    private readonly Dictionary<Interpreter, string> _folders = [];

    /// <summary>Whether the host has the JSON library.</summary>
    public static bool HasLibraries => Libraries.All(library => FindLibrary(library) is not null);

    /// <param name="sources">The folder of our sources.</param>
    /// <returns>The host directory that becomes /var/runtime.</returns>
    /// <exception cref="InvalidOperationException">The sources do not compile here; the message says why.</exception>
    public string FolderFor(Interpreter interpreter, string sources)
    {
        lock (_gate)
        {
            if (_folders.TryGetValue(interpreter, out var known))
            {
                return known;
            }

            var files = Directory.GetFiles(sources, "*.java", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            var folder = Path.Combine(cache, $"java-{interpreter.Version}-{Stamp(interpreter, files)}");
            if (!Directory.Exists(folder))
            {
                Build(interpreter, files, folder);
            }

            return _folders[interpreter] = folder;
        }
    }

    /// <summary>Made aside and moved into place whole, for other servers may have the same cache before their eyes.</summary>
    private void Build(Interpreter interpreter, IReadOnlyList<string> files, string folder)
    {
        var aside = Path.Combine(cache, $".{Path.GetRandomFileName()}");
        var classes = Directory.CreateDirectory(Path.Combine(aside, "classes")).FullName;
        foreach (var library in Libraries)
        {
            File.Copy(FindLibrary(library)!, Path.Combine(aside, library));
        }

        var libraries = string.Join(':', Libraries.Select(library => Path.Combine(aside, library)));
        if (Run(interpreter.Program, ["-m", Compiler, "--release", "11", "-proc:none", "-nowarn", "-XDstringConcat=inline", "-d", classes, "-cp", libraries, .. files]) is { } flaw)
        {
            Directory.Delete(aside, recursive: true);
            throw new InvalidOperationException($"{interpreter.Program} could not compile the bootstrap of Java: {flaw}");
        }

        WriteJar(classes, Path.Combine(aside, Path.GetFileName(JarInside)));
        Directory.Delete(classes, recursive: true);
        MakeReadable(aside);
        Archive(interpreter, aside);
        try
        {
            Directory.Move(aside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another server of this build was quicker.
            Directory.Delete(aside, recursive: true);
        }
    }

    private static void WriteJar(string classes, string jar)
    {
        using var zip = ZipFile.Open(jar, ZipArchiveMode.Create);
        using (var manifest = new StreamWriter(zip.CreateEntry("META-INF/MANIFEST.MF").Open(), new UTF8Encoding(false)))
        {
            // Opened: the constructor that makes a descriptor of a number.
            manifest.Write($"Manifest-Version: 1.0\r\nMain-Class: goldcrest.Bootstrap\r\nAdd-Opens: java.base/java.io\r\nClass-Path: {string.Join(' ', Libraries)}\r\n\r\n");
        }

        foreach (var file in Directory.GetFiles(classes, "*.class", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            zip.CreateEntryFromFile(file, Path.GetRelativePath(classes, file), CompressionLevel.NoCompression);
        }
    }

    private static void MakeReadable(string folder)
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        foreach (var file in Directory.GetFiles(folder))
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }
    }

    /// <summary>
    /// An archive is good only for classes from the very paths that sandboxes see, so it is made in a mount namespace where the folder lies there. Where that
    /// cannot be had, functions start without one, only slower.
    /// </summary>
    private static void Archive(Interpreter interpreter, string folder)
    {
        const string Script = """
            cd "$1" && mount -n -t tmpfs none /var && mkdir /var/runtime && mount -n --no-canonicalize --bind . /var/runtime && cd / &&
            exec "$2" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -XX:ArchiveClassesAtExit="$3" -jar "$4" --rehearse
            """;
        _ = Run("/usr/bin/unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", Script, "sh", folder, interpreter.Program, ArchiveInside, JarInside]);
        if (Path.Combine(folder, Path.GetFileName(ArchiveInside)) is var archive && File.Exists(archive))
        {
            File.SetUnixFileMode(archive, (UnixFileMode)0b110_100_100);
        }
    }

    /// <returns>Null when it went well, else what it printed.</returns>
    private static string? Run(string program, IEnumerable<string> arguments)
    {
        if (!File.Exists(program))
        {
            return $"{program} is missing";
        }

        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Bounded, program, .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : output.Trim();
    }

    private static string? FindLibrary(string library) => LibraryFolders.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists);

    private static string Stamp(Interpreter interpreter, IReadOnlyList<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        foreach (var file in Libraries.Select(FindLibrary).Append(interpreter.Program).OfType<string>().Select(path => new FileInfo(path)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
