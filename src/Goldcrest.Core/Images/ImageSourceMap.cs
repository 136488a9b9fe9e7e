using System.Net;
using System.Text.RegularExpressions;
using Goldcrest.Core.Functions;

namespace Goldcrest.Core.Images;

/// <summary>Says where the image of each name is: as the operator mapped the longest part of its name that is mapped, else at the registry that it names itself.</summary>
/// <remarks>Source: docs/contracts/images.md#places.</remarks>
public sealed partial class ImageSourceMap
{
    /// <summary>Stands for every registry of AWS's, whatever account and region.</summary>
    public const string Ecr = "ecr";
    private const string Everything = "*";
    private const string DockerHub = "docker.io";
    private const string DockerHubHost = "registry-1.docker.io";
    private static readonly char[] Separators = [',', ' ', '\t', '\n'];

    private readonly List<(string Prefix, string Place)> _mapped;
    private readonly HashSet<string> _insecure;
    private readonly HashSet<string> _configured;
    private readonly HashSet<string> _unsecured;

    private ImageSourceMap(List<(string Prefix, string Place)> mapped, HashSet<string> insecure)
    {
        var places = mapped.Where(entry => !entry.Place.StartsWith('/')).Select(entry => new Uri(entry.Place)).ToList();
        _mapped = mapped;
        _insecure = insecure;
        _configured = Authorities(places);
        _unsecured = Authorities(places.Where(place => place.Scheme == Uri.UriSchemeHttp));

        HashSet<string> Authorities(IEnumerable<Uri> of) => of.Select(place => place.Authority).Concat(insecure).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the operator named an authority, in either list; it may be anywhere, on this machine too.</summary>
    public bool IsConfigured(string authority) => _configured.Contains(authority);

    /// <summary>Whether the operator named it as one that is spoken to by HTTP: a place that is secured is no leave to speak to its host unsecured.</summary>
    public bool IsUnsecured(string authority) => _unsecured.Contains(authority);

    /// <param name="sources">PREFIX=PLACE, separated by commas or blanks; empty for none.</param>
    /// <param name="insecure">HOST or HOST:PORT, separated likewise.</param>
    /// <returns>The map, or what is wrong with the first entry that cannot be used, as the end of a sentence.</returns>
    public static (ImageSourceMap? Map, string? Problem) TryRead(string? sources, string? insecure)
    {
        var mapped = new List<(string Prefix, string Place)>();
        foreach (var entry in Words(sources))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            var (prefix, place) = equals > 0 ? (entry[..equals].TrimEnd('/'), entry[(equals + 1)..].TrimEnd('/')) : ("", "");
            if (prefix.Length == 0 || !IsPlace(place))
            {
                return (null, $"must be PREFIX=PLACE, the place an http address or an absolute path, not '{entry}'");
            }

            mapped.Add((prefix, place));
        }

        var hosts = Words(insecure).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var bad = hosts.FirstOrDefault(host => !Host().IsMatch(host));
        return bad is null ? (new ImageSourceMap(mapped, hosts), null) : (null, $"must be hosts such as registry.local:5000, not '{bad}'");
    }

    /// <returns>Null when the registry that the name begins with is none that there can be.</returns>
    public ImagePlace? Find(ImageUri image)
    {
        var best = _mapped.Select(entry => (entry.Place, entry.Prefix, Name: NameBehind(image.Repository, entry.Prefix)))
            .Where(entry => entry.Name is not null).OrderByDescending(entry => Rank(entry.Prefix)).FirstOrDefault();
        if (best.Name is null)
        {
            return Named(image.Repository);
        }

        return best.Place.StartsWith('/')
            ? new ImagePlace.Folder(best.Place, best.Name)
            : new ImagePlace.Registry(new Uri(best.Place), best.Name, IsConfigured: true);
    }

    /// <returns>What is left of the name behind the prefix; null when it does not begin so, or nothing would be left.</returns>
    private static string? NameBehind(string repository, string prefix) => prefix switch
    {
        Everything => repository,
        Ecr => EcrName().Match(repository) is { Success: true } match ? repository[match.Length..] : null,
        _ => repository.StartsWith($"{prefix}/", StringComparison.Ordinal) ? repository[(prefix.Length + 1)..] : null,
    };

    private static int Rank(string prefix) => prefix is Everything ? 0 : prefix is Ecr ? 1 : prefix.Length + 1;

    /// <summary>The registry that the name itself begins with; a name without one is Docker Hub's.</summary>
    private ImagePlace.Registry? Named(string repository)
    {
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : repository[..slash];
        var (host, name) = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost"
            ? (first, repository[(slash + 1)..])
            : (DockerHub, repository);
        if (host == DockerHub)
        {
            (host, name) = (DockerHubHost, name.Contains('/', StringComparison.Ordinal) ? name : $"library/{name}");
        }

        if (!Uri.TryCreate($"http://{host}", UriKind.Absolute, out var plain))
        {
            return null;
        }

        var isInsecure = _insecure.Contains(host);
        return new ImagePlace.Registry(isInsecure || IsThisMachine(plain.Host) ? plain : new Uri($"https://{host}"), name, isInsecure);
    }

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsPlace(string place) =>
        place.StartsWith('/') || (Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0);

    private static string[] Words(string? text) => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^[0-9]{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex EcrName();

    [GeneratedRegex(@"^[a-zA-Z0-9.\[\]:-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
