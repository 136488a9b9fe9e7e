using System.Text.Json;
using System.Text.RegularExpressions;

namespace Goldcrest.Core.Sandboxes;

/// <summary>Reads what an operator says of access points.</summary>
/// <remarks>Source: docs/contracts/file-systems.md.</remarks>
public static partial class FileSystemPlanReading
{
    private static readonly string[] OfDirectories = ["path", "readOnly", "uid", "gid"];
    private static readonly string[] OfExports = ["nfs", "readOnly", "options"];

    /// <param name="json">An object whose members are named by ARNs of access points.</param>
    /// <returns>The plan, or all that is wrong, as the end of a sentence that names the option.</returns>
    public static (FileSystemPlan? Plan, string? Problem) Read(string json)
    {
        var problems = new List<string>();
        var folders = new Dictionary<string, SharedFolder>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var (folder, problem) = Folder(member.Name, member.Value);
                if (folder is null || !folders.TryAdd(member.Name, folder))
                {
                    problems.Add(problem ?? $"has {member.Name} twice");
                }
            }
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            problems.Add($"must be a JSON object whose members are ARNs of access points ({bad.Message})");
        }

        return problems.Count == 0 ? (new FileSystemPlan(folders), null) : (null, string.Join("; ", problems));
    }

    private static (SharedFolder? Folder, string? Problem) Folder(string arn, JsonElement value)
    {
        if (!Arn().IsMatch(arn))
        {
            return (null, $"has a member '{arn}' that is no ARN of an access point of EFS or S3 Files");
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return (null, $"has for {arn} no object with either path or nfs");
        }

        var isExport = value.TryGetProperty("nfs", out _);
        var names = isExport ? OfExports : OfDirectories;
        if (value.EnumerateObject().FirstOrDefault(member => !names.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            return (null, $"has for {arn} a member '{unknown.Name}' that is none of {string.Join(", ", names)}");
        }

        if (value.TryGetProperty("readOnly", out var flag) && flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return (null, $"has for {arn} a readOnly that is neither true nor false");
        }

        var isReadOnly = flag.ValueKind == JsonValueKind.True;
        return isExport ? Export(arn, value, isReadOnly) : OnHost(arn, value, isReadOnly);
    }

    private static (SharedFolder? Folder, string? Problem) OnHost(string arn, JsonElement value, bool isReadOnly)
    {
        if (Text(value, "path") is not { } path || !Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            return (null, $"has for {arn} neither an nfs export nor a path that is absolute");
        }

        var (user, isUser) = Id(value, "uid");
        var (group, isGroup) = Id(value, "gid");
        return isUser && isGroup
            ? (new SharedFolder.OnHost(path, isReadOnly, user, group), null)
            : (null, $"has for {arn} a uid or gid that is no whole number from 1 to {int.MaxValue}");
    }

    private static (SharedFolder? Folder, string? Problem) Export(string arn, JsonElement value, bool isReadOnly)
    {
        if (Text(value, "nfs") is not { } source || !Source().IsMatch(source))
        {
            return (null, $"has for {arn} an nfs export that is not written like nas.example:/exports/data");
        }

        var options = Text(value, "options") ?? "";
        return Options().IsMatch(options)
            ? (new SharedFolder.Export(source, isReadOnly, options), null)
            : (null, $"has for {arn} options that are not written like nfsvers=4.2,rsize=1048576");
    }

    /// <returns>Whether the member is missing or can be used. Root is nobody's user: what functions left there could be run as root on the host.</returns>
    private static (uint? Id, bool IsFit) Id(JsonElement value, string member) =>
        !value.TryGetProperty(member, out var found) ? (null, true)
        : found.ValueKind == JsonValueKind.Number && found.TryGetUInt32(out var id) && id is >= 1 and <= int.MaxValue ? (id, true)
        : (null, false);

    private static string? Text(JsonElement value, string member) =>
        value.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    /// <remarks>Source: the pattern of FileSystemArn in AWS's model.</remarks>
    [GeneratedRegex(@"^(arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-[0-9]:[0-9]{12}:access-point/fsap-[a-f0-9]{17}|arn:aws[-a-z]*:s3files:[0-9a-z-:]+:file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40})\z")]
    private static partial Regex Arn();

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\]):/[^\s\0]*\z")]
    private static partial Regex Source();

    [GeneratedRegex(@"^([a-z_]+(=[A-Za-z0-9.:_/-]+)?(,[a-z_]+(=[A-Za-z0-9.:_/-]+)?)*)?\z")]
    private static partial Regex Options();
}
