using Goldcrest.Cli.Running;
using Goldcrest.Core.Identity;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Client;

/// <summary>Which server a client command talks to, and as whom.</summary>
internal sealed record Connection(Uri Endpoint, string Region, SigningKeyPair Key)
{
    /// <param name="port">What <c>--port</c> said; null when it was not given.</param>
    /// <param name="dataDirectory">What <c>--data</c> said; null when it was not given.</param>
    /// <exception cref="CommandFailure">No usable endpoint or no credentials.</exception>
    public static Connection Choose(int? port, string? dataDirectory, Func<string, string?> environment)
    {
        var data = DataDirectory(dataDirectory, environment);
        return new Connection(
            ChooseEndpoint(port, data, isDataGiven: dataDirectory is not null, environment),
            FirstSet(environment, "AWS_REGION", "AWS_DEFAULT_REGION") ?? ChooseRegion(data, environment),
            ClientKey.FindInEnvironment(environment) ?? ClientKey.ReadRootKey(data));
    }

    /// <summary>The port, else the endpoint variables, else where the server of the data directory says it answers, else the usual port.</summary>
    /// <exception cref="CommandFailure">AWS_ENDPOINT_URL is no http address.</exception>
    public static Uri ChooseEndpoint(int? port, string dataDirectory, bool isDataGiven, Func<string, string?> environment)
    {
        var chosen = port is { } given ? Local(given)
            : isDataGiven ? null
            : FirstSet(environment, "AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL");
        chosen ??= DataDirectoryLock.FindHolder(dataDirectory)?.Endpoint;
        chosen ??= int.TryParse(environment(OptionName.Of(nameof(GoldcrestOptions.Port)).Variable), out var configured) ? Local(configured) : Local(new GoldcrestOptions().Port);
        return Uri.TryCreate(chosen.TrimEnd('/'), UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? endpoint
            : throw new CommandFailure($"AWS_ENDPOINT_URL must be an http address such as {Local(4566)}, not '{chosen}'.", ExitCodes.Usage);
    }

    /// <summary>The region of the server that runs on the data directory, else what a server started here would have.</summary>
    public static string ChooseRegion(string dataDirectory, Func<string, string?> environment) =>
        DataDirectoryLock.FindHolder(dataDirectory)?.Region
        ?? FirstSet(environment, OptionName.Of(nameof(GoldcrestOptions.Region)).Variable)
        ?? new GoldcrestOptions().Region;

    /// <returns>What was given, else GOLDCREST_DATA_DIRECTORY, else the default; always absolute.</returns>
    public static string DataDirectory(string? given, Func<string, string?> environment) =>
        Path.GetFullPath(given ?? FirstSet(environment, OptionName.Of(nameof(GoldcrestOptions.DataDirectory)).Variable) ?? GoldcrestOptions.DefaultDataDirectory);

    private static string Local(int port) => $"http://127.0.0.1:{port}";

    private static string? FirstSet(Func<string, string?> environment, params string[] names) =>
        names.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
