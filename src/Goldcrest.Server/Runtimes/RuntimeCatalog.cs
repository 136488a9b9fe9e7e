namespace Goldcrest.Server.Runtimes;

/// <summary>Maps runtime identifiers to what this host has installed.</summary>
/// <param name="languages">The managed ones.</param>
/// <param name="bootstraps">Directory that holds one folder of ours per managed language.</param>
/// <param name="isStrict">Whether a function may run on no version but the one it names.</param>
/// <remarks>Source: docs/contracts/runtimes.md#versions.</remarks>
internal sealed class RuntimeCatalog(IReadOnlyList<Language> languages, string bootstraps, bool isStrict)
{
    public IReadOnlyList<Language> Languages => languages;

    /// <param name="bootstraps">Directory that holds one folder of ours per managed language, and where what is compiled on this host is kept.</param>
    public static RuntimeCatalog OfThisHost(string bootstraps, bool isStrict = false) => new(
        [
            NodeLanguage.OfThisHost(), PythonLanguage.OfThisHost(), RubyLanguage.OfThisHost(), DotnetLanguage.OfThisHost(),
            JavaLanguage.OfThisHost(new JavaBootstrap(Path.Combine(bootstraps, "compiled"))),
        ],
        bootstraps,
        isStrict);

    /// <param name="runtime">An identifier that functions may have.</param>
    /// <returns>Null when the host has no interpreter that may serve it.</returns>
    public RuntimeLaunch? Find(string runtime)
    {
        if (runtime.StartsWith("provided", StringComparison.Ordinal))
        {
            return new RuntimeLaunch { Command = [], Version = runtime.Replace('.', ':'), IsManaged = false };
        }

        return languages.FirstOrDefault(language => language.Owns(runtime))?.Find(runtime, bootstraps, isStrict);
    }
}
