using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Goldcrest.Server.Images.Registries;

/// <summary>What a registry asks for before it gives anything.</summary>
/// <param name="IsBearer">A token from a realm; else name and password.</param>
/// <param name="Realm">Where tokens come from; null when it does not say.</param>
internal sealed partial record RegistryChallenge(bool IsBearer, Uri? Realm, string? Service, string? Scope)
{
    /// <returns>The first that is understood; null when none is.</returns>
    public static RegistryChallenge? Find(IEnumerable<AuthenticationHeaderValue> headers)
    {
        foreach (var header in headers)
        {
            if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            {
                // Of a fact that is told twice, the first counts.
                var facts = Fact().Matches(header.Parameter ?? "").DistinctBy(match => match.Groups[1].Value.ToLowerInvariant())
                    .ToDictionary(match => match.Groups[1].Value.ToLowerInvariant(), match => match.Groups[2].Value);
                return new RegistryChallenge(
                    true, Uri.TryCreate(facts.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) ? realm : null,
                    facts.GetValueOrDefault("service"), facts.GetValueOrDefault("scope"));
            }

            if (header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            {
                return new RegistryChallenge(false, null, null, null);
            }
        }

        return null;
    }

    [GeneratedRegex("""([A-Za-z]+)="([^"]*)" """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Fact();
}
