using System.Text.Json.Nodes;

namespace Goldcrest.Cli.Client;

/// <summary>A folder on its way to be a function.</summary>
internal sealed record Deployment(string Folder, string Name, string Runtime, string Handler)
{
    // No role is assumed yet; the wire demands the shape of one.
    private const string Role = "arn:aws:iam::000000000000:role/goldcrest";

    /// <summary>Null leaves the server's default, or what the function has.</summary>
    public int? MemoryMiB { get; init; }

    /// <summary>Null leaves the server's default, or what the function has.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Members that only a new function can have, as the wire spells them.</summary>
    public JsonObject? More { get; init; }

    /// <summary>Creates the function, or gives it this code and configuration when it is there; returns when it is active.</summary>
    /// <returns>Its ARN.</returns>
    public async Task<string> RunAsync(LambdaClient client, CancellationToken cancellationToken)
    {
        var zip = Convert.ToBase64String(FolderZip.Create(Folder));
        if (await client.FindFunctionAsync(Name, cancellationToken) is { } existing)
        {
            await client.UpdateCodeAsync(Name, new JsonObject { ["ZipFile"] = zip }, cancellationToken);
            await client.WaitUntilActiveAsync(Name, cancellationToken);
            await client.UpdateConfigurationAsync(Name, Configuration(), cancellationToken);
            await client.WaitUntilActiveAsync(Name, cancellationToken);
            return (string)existing["FunctionArn"]!;
        }

        var request = Configuration();
        request["FunctionName"] = Name;
        request["Role"] = Role;
        request["Code"] = new JsonObject { ["ZipFile"] = zip };
        foreach (var (member, value) in More ?? [])
        {
            request[member] = value?.DeepClone();
        }

        var created = await client.CreateFunctionAsync(request, cancellationToken);
        await client.WaitUntilActiveAsync(Name, cancellationToken);
        return (string)created["FunctionArn"]!;
    }

    private JsonObject Configuration()
    {
        var configuration = new JsonObject { [nameof(Runtime)] = Runtime, [nameof(Handler)] = Handler };
        if (MemoryMiB is { } memory)
        {
            configuration["MemorySize"] = memory;
        }

        if (TimeoutSeconds is { } timeout)
        {
            configuration["Timeout"] = timeout;
        }

        return configuration;
    }
}
