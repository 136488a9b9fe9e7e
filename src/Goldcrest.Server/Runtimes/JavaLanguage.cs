namespace Goldcrest.Server.Runtimes;

/// <summary>java21 and its like, served by the virtual machines of the host.</summary>
/// <param name="folderFor">The directory of our bootstrap, compiled for one of them from the folder of its sources.</param>
internal sealed class JavaLanguage(Func<IEnumerable<Interpreter>> look, Func<Interpreter, string, string> folderFor)
    : Language("java", "default-jre-headless libjackson2-databind-java", look)
{
    private const string Homes = "/usr/lib/jvm";
    private const int Oldest = 11;
    private const int HeapPercent = 85;

    /// <summary>Released before its successors' scheme of numbers.</summary>
    private const string Java8 = "8.al2";

    public static JavaLanguage OfThisHost(JavaBootstrap bootstrap) => new(
        () => JavaBootstrap.HasLibraries ? InstalledPrograms.Match(Homes, "*", ".").Where(IsOwnFolder).Select(Find).OfType<Interpreter>() : [],
        bootstrap.FolderFor);

    /// <summary>What is left for classes, threads and code is what AWS leaves.</summary>
    protected override IReadOnlyList<string> MemoryFlags(int megabytes) => [$"-Xmx{megabytes * 1024L * HeapPercent / 100}k"];

    protected override string Wanted(string runtime) => base.Wanted(runtime) is var wanted && wanted == Java8 ? "8" : wanted;

    protected override string Folder(Interpreter interpreter, string bootstrap) => folderFor(interpreter, bootstrap);

    /// <summary>One heap thread and the quick compiler, for functions are short; classes come out of an archive where one could be made.</summary>
    protected override IReadOnlyList<string> Command(Interpreter interpreter) =>
    [
        interpreter.Program, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", $"-XX:SharedArchiveFile={JavaBootstrap.ArchiveInside}", "-Xlog:disable",
        "-Xlog:all=error:stderr", "-Dfile.encoding=UTF-8", "-jar", JavaBootstrap.JarInside,
    ];

    private static bool IsOwnFolder(string folder) => new FileInfo(folder).LinkTarget is null;

    /// <summary>Told by a file, so that no virtual machine is started to ask it. The bootstrap needs version 11 and a compiler, if only as a module.</summary>
    private static Interpreter? Find(string home)
    {
        var (program, release) = (Path.Combine(home, "bin", "java"), Path.Combine(home, "release"));
        if (!File.Exists(program) || !File.Exists(release))
        {
            return null;
        }

        var told = File.ReadLines(release).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
        var hasCompiler = !told.TryGetValue("MODULES", out var modules) || modules.Split(' ').Contains("jdk.compiler");
        return hasCompiler && told.TryGetValue("JAVA_VERSION", out var version) && int.TryParse(version.Split('.')[0], out var major) && major >= Oldest
            ? new Interpreter(program, version)
            : null;
    }
}
