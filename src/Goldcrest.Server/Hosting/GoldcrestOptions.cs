using System.Net;
using System.Net.Sockets;
using Goldcrest.Core.Code;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Core.Identity;
using Goldcrest.Core.Images;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes.Network.Dns;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Hosting;

/// <summary>
/// Everything an operator can decide about one server. Each property is a flag of <c>goldcrest up</c>, an environment
/// variable and a member of the configuration file (see <see cref="OptionName"/>), and a row of docs/configuration.md, which is
/// generated from the summaries below: the first sentence is also the text of <c>--help</c>.
/// </summary>
public sealed record GoldcrestOptions
{
    /// <summary>The TCP port for the API, function URLs and console, on 127.0.0.1. 0 takes any free port, which the ready line then names.</summary>
    public int Port { get; init; } = 4566;

    /// <summary>
    /// The directory that holds everything the server keeps: database, code, logs, root key. Made when it is missing; one server
    /// at a time. Default: <c>/var/lib/goldcrest</c> for root, else <c>$XDG_DATA_HOME/goldcrest</c>.
    /// </summary>
    public string DataDirectory { get; init; } = DefaultDataDirectory;

    /// <summary>Accepts any credentials, for tests and tools that insist on their own. An access key id of 12 digits is the account.</summary>
    public bool Dev { get; init; }

    /// <summary>How long a warm sandbox may wait for its next invocation before it is removed. From 1 second to 1 day.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a warm sandbox may be idle before its processes are stopped until its next invocation, as on AWS. From 0s to 1 day, which amounts to never.
    /// </summary>
    public TimeSpan FreezeAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How old a sandbox may become before it is replaced, however busy it is; the credentials in its environment are good for 12 hours. From 10 seconds to 11 hours.
    /// </summary>
    public TimeSpan MaxSandboxAge { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// How many sandboxes are kept initialised for each published version with SnapStart, whatever the load: what stands in for snapshots. From 0 to 100; all
    /// versions together have 256 at most.
    /// </summary>
    public int SnapStartReady { get; init; } = 1;

    /// <summary>How long running invocations may go on after the server was told to stop. From 0s to 15 minutes.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The account that the root key belongs to: 12 digits.</summary>
    public string Account { get; init; } = "000000000000";

    /// <summary>
    /// How many invocations of one account may run at once in one region; reservations and provisioned concurrency come out of it.
    /// From 100 to 1,000,000.
    /// </summary>
    public int AccountConcurrency { get; init; } = ConcurrencyRules.DefaultAccountLimit;

    /// <summary>
    /// How many bytes of code one account may keep in one region: the zips of functions and layers, each version counted. From 1 to 1,000,000,000,000,000.
    /// </summary>
    public long AccountCodeSize { get; init; } = CodeLimits.DefaultAccountBytes;

    /// <summary>The region that <c>goldcrest env</c> exports and that requests without a region belong to.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>
    /// The address of the S3 service that code is fetched from, such as <c>http://127.0.0.1:9000</c>; without one, code from S3 is refused. Credentials
    /// come from where AWS's tools look for them: the server's environment, profile or instance.
    /// </summary>
    public string? S3Endpoint { get; init; }

    /// <summary>How long fetching code from S3 may take, all tries together. From 1 second to 15 minutes.</summary>
    public TimeSpan S3Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Where images of which names are fetched: <c>PREFIX=PLACE</c>, separated by commas. A prefix is the beginning of a name up to a slash, <c>ecr</c> for every
    /// registry of AWS's, or <c>*</c>; the longest counts. A place is the address of a registry, such as <c>http://127.0.0.1:5000</c>, or an absolute path with layouts and
    /// archives. Names without a place are fetched from the registry that they begin with.
    /// </summary>
    public string? ImageSources { get; init; }

    /// <summary>Registries that are spoken to without TLS, and that may be on any network: hosts such as <c>registry.local:5000</c>, separated by commas.</summary>
    public string? InsecureRegistries { get; init; }

    /// <summary>
    /// The file with names and passwords of private registries, in the form of Docker's config.json. It is read anew for every image. Default:
    /// <c>registries.json</c> in the data directory, which need not be there.
    /// </summary>
    public string? RegistryCredentials { get; init; }

    /// <summary>
    /// Images that interpreters are taken from, in place of the host's: <c>RUNTIME=IMAGE</c>, separated by commas, such as <c>python3.13=docker.io/library/python:3.13-slim</c>. An
    /// image is a name as functions give it, or the absolute path of a layout or archive. For Python, Node.js and Ruby.
    /// </summary>
    public string? RuntimeImages { get; init; }

    /// <summary>How many bytes one image may hold, all layers uncompressed. From 1 to 1,000,000,000,000,000.</summary>
    public long ImageSize { get; init; } = ImageLimits.DefaultBytes;

    /// <summary>How long getting one image may take. From 1 second to 1 day.</summary>
    public TimeSpan ImageTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Runs functions on no version but the one that their runtime names; otherwise the nearest version that is installed serves, and the log says so.</summary>
    public bool StrictRuntimes { get; init; }

    /// <summary>
    /// What stands between functions and the host: <c>crun</c>; stronger and slower, <c>runsc</c> (gVisor); or <c>process</c>, for trusted code on an ordinary user's
    /// machine. A function may ask for more with the tag <c>goldcrest:isolation</c>, not for less. See docs/contracts/isolation.md. Default: <c>crun</c> for root, else
    /// <c>process</c>.
    /// </summary>
    public Isolation? Isolation { get; init; }

    /// <summary>The isolation that holds when nobody chose one.</summary>
    public Isolation IsolationInForce => Isolation ?? DefaultIsolation;

    /// <summary>What this user can have without asking.</summary>
    public static Isolation DefaultIsolation => Environment.IsPrivilegedProcess ? Core.Sandboxes.Isolation.Crun : Core.Sandboxes.Isolation.Process;

    /// <summary>
    /// Gives functions a network: out to wherever the host gets, never in, and not to the host itself or to each other. Without, they have only their own loopback.
    /// </summary>
    public bool SandboxNetwork { get; init; } = true;

    /// <summary>
    /// Tells functions in <c>AWS_ENDPOINT_URL</c> that AWS's services are to be found at <c>http://goldcrest.internal:4566</c>, which is this server. A function whose own
    /// environment has that variable keeps it.
    /// </summary>
    public bool SandboxEndpoint { get; init; } = true;

    /// <summary>
    /// Where the link between the host and the sandboxes takes its two addresses from: an IPv4 range from /8 to /25, such as <c>198.18.0.0/15</c>, of which a part is chosen that the
    /// host routes nowhere. Default: that range.
    /// </summary>
    public string? SandboxLinkRange { get; init; }

    /// <summary>
    /// Who answers functions' questions about names: addresses, each with or without a port, separated by commas. Default: whoever answers the host's, as
    /// <c>/etc/resolv.conf</c> says.
    /// </summary>
    public string? SandboxResolvers { get; init; }

    /// <summary>
    /// What subnets and security groups of functions stand for, a JSON object with the members <c>subnets</c> and <c>securityGroups</c>: see docs/contracts/network.md. Without it
    /// neither are looked up, and functions with a VpcConfig have the usual network.
    /// </summary>
    public string? Vpc { get; init; }

    /// <summary>
    /// What access points of functions' file systems stand for, a JSON object with a member for each ARN: a directory of this host or an NFS export. See
    /// docs/contracts/file-systems.md. Functions whose access point is not named here do not run.
    /// </summary>
    public string? FileSystems { get; init; }

    /// <summary>Whether functions use files that other machines export.</summary>
    public bool MountsExports => FileSystems is { } plan && FileSystemPlanReading.Read(plan).Plan is { HasExports: true };

    /// <summary>The least severe message the server prints: Trace, Debug, Information, Warning, Error, Critical or None.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Where the data lies when nobody says otherwise. Source: docs/configuration.md.</summary>
    public static string DefaultDataDirectory
    {
        get
        {
            if (Environment.IsPrivilegedProcess)
            {
                return "/var/lib/goldcrest";
            }

            var dataHome = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
            return Path.IsPathRooted(dataHome)
                ? Path.Combine(dataHome, "goldcrest")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "goldcrest");
        }
    }

    /// <returns>One sentence for every option that cannot be used, in the order of declaration; empty when the server may start.</returns>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        Require(Port is >= 0 and <= 65535, nameof(Port), $"must be from 0 to 65535, not {Port}");
        Require(Path.IsPathFullyQualified(DataDirectory), nameof(DataDirectory), $"must be an absolute path, not '{DataDirectory}'");
        Require(
            IdleTimeout >= TimeSpan.FromSeconds(1) && IdleTimeout <= TimeSpan.FromDays(1),
            nameof(IdleTimeout),
            $"must be from 1s to 1d, not {IdleTimeout}");
        Require(
            FreezeAfter >= TimeSpan.Zero && FreezeAfter <= TimeSpan.FromDays(1),
            nameof(FreezeAfter),
            $"must be from 0s to 1d, not {FreezeAfter}");
        Require(
            MaxSandboxAge >= TimeSpan.FromSeconds(10) && MaxSandboxAge <= TimeSpan.FromHours(11),
            nameof(MaxSandboxAge),
            $"must be from 10s to 11h, not {MaxSandboxAge}");
        Require(SnapStartReady is >= 0 and <= 100, nameof(SnapStartReady), $"must be from 0 to 100, not {SnapStartReady}");
        Require(
            DrainTimeout >= TimeSpan.Zero && DrainTimeout <= TimeSpan.FromMinutes(15),
            nameof(DrainTimeout),
            $"must be from 0s to 15m, not {DrainTimeout}");
        Require(
            S3Endpoint is null || (Uri.TryCreate(S3Endpoint, UriKind.Absolute, out var s3) && s3.Scheme is "http" or "https"),
            nameof(S3Endpoint),
            $"must be an http address such as http://127.0.0.1:9000, not '{S3Endpoint}'");
        Require(
            S3Timeout >= TimeSpan.FromSeconds(1) && S3Timeout <= TimeSpan.FromMinutes(15),
            nameof(S3Timeout),
            $"must be from 1s to 15m, not {S3Timeout}");
        var (_, badSource) = ImageSourceMap.TryRead(ImageSources, null);
        Require(badSource is null, nameof(ImageSources), badSource ?? "");
        var (_, badHost) = ImageSourceMap.TryRead(null, InsecureRegistries);
        Require(badHost is null, nameof(InsecureRegistries), badHost ?? "");
        Require(
            RegistryCredentials is null || (Path.IsPathFullyQualified(RegistryCredentials) && File.Exists(RegistryCredentials)),
            nameof(RegistryCredentials),
            $"must be the absolute path of a file that is there, not '{RegistryCredentials}'");
        var (_, badRuntime) = RuntimeImage.TryRead(RuntimeImages);
        Require(badRuntime is null, nameof(RuntimeImages), badRuntime ?? "");
        Require(
            ImageSize is >= 1 and <= 1_000_000_000_000_000,
            nameof(ImageSize),
            $"must be from 1 to 1000000000000000, not {ImageSize}");
        Require(
            ImageTimeout >= TimeSpan.FromSeconds(1) && ImageTimeout <= TimeSpan.FromDays(1),
            nameof(ImageTimeout),
            $"must be from 1s to 1d, not {ImageTimeout}");
        Require(
            SandboxLinkRange is null || (IPNetwork.TryParse(SandboxLinkRange, out var link) && link is { BaseAddress.AddressFamily: AddressFamily.InterNetwork, PrefixLength: >= 8 and <= 25 }),
            nameof(SandboxLinkRange),
            $"must be an IPv4 range from /8 to /25 such as 198.18.0.0/15, not '{SandboxLinkRange}'");
        Require(
            SandboxResolvers is null || Resolvers.TryParse(SandboxResolvers) is not null,
            nameof(SandboxResolvers),
            $"must be addresses such as 192.0.2.53 or 192.0.2.53:5353, separated by commas, not '{SandboxResolvers}'");
        Require(Vpc is null || VpcPlanReading.Read(Vpc).Problem is null, nameof(Vpc), Vpc is null ? "" : VpcPlanReading.Read(Vpc).Problem ?? "");
        var badFolder = FileSystems is null ? null : FileSystemPlanReading.Read(FileSystems).Problem;
        Require(badFolder is null, nameof(FileSystems), badFolder ?? "");
        Require(IdentityOptions.IsAccount(Account), nameof(Account), $"must be 12 digits, not '{Account}'");
        Require(
            AccountConcurrency is >= ConcurrencyRules.MinUnreserved and <= 1_000_000,
            nameof(AccountConcurrency),
            $"must be from {ConcurrencyRules.MinUnreserved} to 1000000, not {AccountConcurrency}");
        Require(
            AccountCodeSize is >= 1 and <= 1_000_000_000_000_000,
            nameof(AccountCodeSize),
            $"must be from 1 to 1000000000000000, not {AccountCodeSize}");
        Require(RegionName.IsOne(Region), nameof(Region), $"must look like us-east-1, not '{Region}'");
        Require(Enum.IsDefined(LogLevel), nameof(LogLevel), $"must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}");
        return problems;

        void Require(bool holds, string property, string sentence)
        {
            if (!holds)
            {
                problems.Add($"{OptionName.Of(property).Flag} {sentence}.");
            }
        }
    }
}
