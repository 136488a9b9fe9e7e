using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Runtimes;

/// <summary>One managed language: which identifiers are its own, which of the host's interpreters serves each, and how it is started.</summary>
/// <param name="name">Begins all identifiers of the language, and names the folder of our bootstrap.</param>
/// <param name="package">The Debian package that brings an interpreter.</param>
/// <param name="look">Finds what is installed; asked once, when first needed.</param>
internal abstract class Language(string name, string package, Func<IEnumerable<Interpreter>> look)
{
    private readonly Lazy<IReadOnlyList<Interpreter>> _installed = new(() => [.. look()]);

    public string Name => name;

    public string Package => package;

    public bool Owns(string runtime) => runtime.StartsWith(name, StringComparison.Ordinal);

    /// <param name="runtime">An identifier that the language owns.</param>
    /// <param name="bootstraps">Directory that holds one folder of ours per language.</param>
    /// <param name="isStrict">Whether no version but the one asked for may serve.</param>
    /// <returns>Null when the host has no interpreter that may serve.</returns>
    public RuntimeLaunch? Find(string runtime, string bootstraps, bool isStrict)
    {
        if (FindInterpreter(runtime) is not var (interpreter, isExact) || (isStrict && !isExact))
        {
            return null;
        }

        return Launch(interpreter, Folder(interpreter, Path.Combine(bootstraps, name))) with
        {
            Notice = isExact ? null : $"This host has no {name} {Wanted(runtime)}: {interpreter.Version} serves instead.",
        };
    }

    /// <param name="runtime">An identifier that the language owns.</param>
    /// <returns>Where images keep the interpreter, the likeliest place first; empty when one from an image cannot serve.</returns>
    public virtual IReadOnlyList<string> PlacesInImages(string runtime) => [];

    /// <param name="runtime">An identifier that the language owns.</param>
    /// <param name="image">What the image says of itself in its variables.</param>
    /// <returns>The interpreter's version as the image tells it, else the one that was asked for.</returns>
    public string VersionOf(string runtime, IReadOnlyList<KeyValuePair<string, string>> image)
    {
        var told = image.LastOrDefault(variable => variable.Key == VersionVariable).Value;
        return string.IsNullOrEmpty(told) ? Wanted(runtime) : told;
    }

    /// <param name="interpreter">By its path in the image.</param>
    /// <param name="bootstraps">Directory that holds one folder of ours per language.</param>
    public RuntimeLaunch LaunchFrom(SandboxRoot.Image root, Interpreter interpreter, string bootstraps) =>
        Launch(interpreter, Path.Combine(bootstraps, name)) with { Root = root };

    private RuntimeLaunch Launch(Interpreter interpreter, string folder) => new()
    {
        Command = Command(interpreter),
        Directory = folder,
        Version = $"{name}:{interpreter.Version}",
        MemoryFlags = MemoryFlags,
        Variables = Variables,
        IsManaged = true,
    };

    /// <param name="runtime">An identifier that the language owns.</param>
    /// <returns>What would serve, and whether it is the version asked for; null when the host has no interpreter.</returns>
    public (Interpreter Interpreter, bool IsExact)? FindInterpreter(string runtime)
    {
        var wanted = Wanted(runtime);
        return Nearest(wanted) is { } interpreter ? (interpreter, interpreter.Is(wanted)) : null;
    }

    /// <returns>The version that an identifier asks for: python3.11 asks for 3.11.</returns>
    protected virtual string Wanted(string runtime) => runtime[name.Length..];

    /// <returns>Program and arguments as seen from inside. The bootstrap comes last, where wrapper scripts expect it.</returns>
    protected abstract IReadOnlyList<string> Command(Interpreter interpreter);

    /// <returns>The host directory that becomes /var/runtime.</returns>
    protected virtual string Folder(Interpreter interpreter, string bootstrap) => bootstrap;

    /// <returns>What tells the interpreter how much memory its function has; nothing for one that takes what it needs.</returns>
    protected virtual IReadOnlyList<string> MemoryFlags(int megabytes) => [];

    /// <inheritdoc cref="RuntimeLaunch.Variables"/>
    protected virtual IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>();

    /// <summary>By which images of the language's makers tell its version.</summary>
    protected virtual string VersionVariable => $"{name.ToUpperInvariant()}_VERSION";

    /// <summary>The version asked for, else the oldest that is newer, else the newest: languages promise less about going back.</summary>
    private Interpreter? Nearest(string wanted)
    {
        var ordered = _installed.Value.Order(Comparer<Interpreter>.Create((one, other) => one.CompareTo(other.Version))).ToList();
        return ordered.LastOrDefault(interpreter => interpreter.Is(wanted))
            ?? ordered.FirstOrDefault(interpreter => interpreter.CompareTo(wanted) > 0)
            ?? ordered.LastOrDefault();
    }
}
