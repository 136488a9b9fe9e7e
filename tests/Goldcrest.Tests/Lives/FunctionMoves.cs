using System.Globalization;
using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Making, changing and deleting functions.</summary>
internal static class FunctionMoves
{
    private const int TooMuchMemory = 20_000;

    public static Exchange Create(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var settings = new TwinSettings(Code(draw), "", 128, 3, draw.Of(Values.Roles), Variables: null, Layers: "");
        var body = new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.12",
            ["Handler"] = "m.handler",
            ["Role"] = settings.Role,
            ["Code"] = new JsonObject { ["ZipFile"] = settings.Code.Base64 },
        };
        settings = Choose(settings, body, twin, draw);
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (draw.OneIn(3))
        {
            tags[draw.Of(Values.TagKeys)] = draw.Of(Values.TagValues);
            body["Tags"] = new JsonObject(tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value)));
        }

        var publish = draw.OneIn(4);
        body.Add("Publish", true, given: publish);
        return new Exchange(
            new Call("POST", Values.Functions, body),
            RefuseBounds(settings)
            ?? (twin.Functions.ContainsKey(name) ? Expected.Conflict($"Function already exist: {name}") : null)
            ?? RefuseCode(settings.Code)
            ?? LayerChoices.Refuse(settings.Layers, twin)
            ?? Made(twin, name, settings, tags, publish));
    }

    public static Exchange UpdateCode(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var function = twin.Functions.GetValueOrDefault(name);
        var code = Code(draw);
        var (publish, dryRun) = (draw.OneIn(4), draw.OneIn(6));
        var claimed = function?.Latest.Revision.Claimed(draw);
        var body = new JsonObject { ["ZipFile"] = code.Base64 };
        body.Add("Publish", publish, given: publish);
        body.Add("DryRun", dryRun, given: dryRun);
        body.Add("RevisionId", claimed, given: claimed is not null);
        return new Exchange(
            new Call("PUT", $"{Values.Functions}/{Values.Written(name, draw)}/code", body),
            RefuseChange(function, name, claimed) ?? RefuseCode(code) ?? Updated(twin, function!, code, publish, dryRun));
    }

    public static Exchange UpdateConfiguration(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var function = twin.Functions.GetValueOrDefault(name);
        var body = new JsonObject();
        var settings = function is null ? null : Choose(function.Latest.Settings, body, twin, draw);
        if (settings is not null && draw.OneIn(8))
        {
            settings = settings with { Role = draw.Of(Values.Roles) };
            body["Role"] = settings.Role;
        }

        var refusal = settings is null ? null : LayerChoices.Refuse(body.ContainsKey("Layers") ? settings.Layers : "", twin) ?? RefuseBounds(settings);

        // Which of several faults is told is nobody's business here: one at a time.
        var claimed = refusal is null ? function?.Latest.Revision.Claimed(draw) : null;
        body.Add("RevisionId", claimed, given: claimed is not null);
        return new Exchange(
            new Call("PUT", $"{Values.Functions}/{Values.Written(name, draw)}/configuration", body),
            RefuseChange(function, name, claimed) ?? refusal ?? Changed(twin, function!, settings!));
    }

    public static Exchange Publish(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var function = twin.Functions.GetValueOrDefault(name);
        var description = draw.OneIn(3) ? draw.Of(Values.Descriptions) : null;
        var sha = draw.OneIn(4) ? draw.Of(TwinCode.All).Sha256 : null;
        var claimed = function?.Latest.Revision.Claimed(draw);
        var body = new JsonObject();
        body.Add("Description", description, given: description is not null);
        body.Add("CodeSha256", sha, given: sha is not null);
        body.Add("RevisionId", claimed, given: claimed is not null);
        var current = function?.Latest.Settings.Code.Sha256;
        return new Exchange(
            new Call("POST", $"{Values.Functions}/{Values.Written(name, draw)}/versions", body),
            RefuseChange(function, name, claimed)
            ?? (sha is not null && sha != current
                ? Expected.Invalid($"CodeSHA256 ({sha}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.")
                : null)
            ?? Expected.Made(Shown.Version(twin, function!, Version(twin, function!, description))));
    }

    public static Exchange Delete(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var function = twin.Functions.GetValueOrDefault(name);
        var qualifier = draw.OneIn(4) ? null : Values.Qualifier(function, draw);
        var query = qualifier is null ? "" : $"?Qualifier={Uri.EscapeDataString(qualifier)}";
        return new Exchange(
            new Call("DELETE", $"{Values.Functions}/{Values.Written(name, draw)}{query}"),
            qualifier is null ? DeleteAll(twin, function, name) : DeleteVersion(function, name, qualifier));
    }

    private static TwinCode Code(Draw draw) => draw.OneIn(12) ? TwinCode.Broken : draw.Of(TwinCode.All);

    /// <summary>Chooses some settings, and writes them into the request.</summary>
    private static TwinSettings Choose(TwinSettings settings, JsonObject body, Twin twin, Draw draw)
    {
        if (draw.OneIn(3))
        {
            settings = settings with { Description = draw.Of(Values.Descriptions) };
            body["Description"] = settings.Description;
        }

        if (draw.OneIn(3))
        {
            settings = settings with { Memory = draw.Of(128, 256, TooMuchMemory) };
            body["MemorySize"] = settings.Memory;
        }

        if (draw.OneIn(3))
        {
            settings = settings with { Timeout = draw.Of(3, 900) };
            body["Timeout"] = settings.Timeout;
        }

        if (draw.OneIn(3))
        {
            settings = settings with { Variables = draw.Of(Values.Environments) };
            body["Environment"] = new JsonObject { ["Variables"] = JsonNode.Parse(settings.Variables) };
        }

        if (draw.OneIn(3))
        {
            var layers = LayerChoices.Draw(twin, draw);
            settings = settings with { Layers = string.Join(' ', layers) };
            body["Layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)layer)]);
        }

        return settings;
    }

    private static Expected? RefuseBounds(TwinSettings settings) => settings.Memory == TooMuchMemory
        ? Expected.Invalid("'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240")
        : null;

    private static Expected? RefuseCode(TwinCode code) =>
        code.IsZip ? null : Expected.Invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");

    private static Expected? RefuseChange(TwinFunction? function, string name, string? claimed) =>
        function is null ? Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}")
        : function.Latest.Revision.IsStale(claimed) ? Expected.Stale("GetFunction/GetAlias")
        : null;

    private static Expected Made(Twin twin, string name, TwinSettings settings, SortedDictionary<string, string> tags, bool publish)
    {
        var latest = new TwinVersion(TwinFunction.LatestNumber, settings, twin.NewRevision(), twin.Now) { IsPending = true };
        var function = twin.Functions[name] = new TwinFunction(name, latest) { Tags = tags };
        return Expected.Made(publish ? Shown.Version(twin, function, Publish(twin, function, null, pending: true)) : Shown.Latest(twin, function));
    }

    private static Expected Updated(Twin twin, TwinFunction function, TwinCode code, bool publish, bool dryRun)
    {
        if (dryRun)
        {
            var shown = Shown.Latest(twin, function);
            shown["CodeSha256"] = code.Sha256;
            shown["CodeSize"] = code.Bytes.Length;
            return Expected.Ok(shown);
        }

        Change(twin, function, function.Latest.Settings with { Code = code });
        return Expected.Ok(
            publish ? Shown.Version(twin, function, Unchanged(function) ?? Publish(twin, function, null, pending: true)) : Shown.Latest(twin, function));
    }

    private static Expected Changed(Twin twin, TwinFunction function, TwinSettings settings)
    {
        Change(twin, function, settings);
        return Expected.Ok(Shown.Latest(twin, function));
    }

    private static void Change(Twin twin, TwinFunction function, TwinSettings settings)
    {
        function.Latest.Settings = settings;
        function.Latest.Modified = twin.Now;
        function.Latest.IsUpdating = true;
        function.Latest.Revision.Become(twin.NewRevision());
    }

    private static TwinVersion Version(Twin twin, TwinFunction function, string? description) =>
        Unchanged(function) ?? Publish(twin, function, description, pending: false);

    private static TwinVersion? Unchanged(TwinFunction function) =>
        function.Published.Values.LastOrDefault() is { } last && function.Latest.Settings.IsAs(last.Source) ? last : null;

    private static TwinVersion Publish(Twin twin, TwinFunction function, string? description, bool pending)
    {
        var source = function.Latest.Settings;
        var number = function.NextNumber++;
        function.Latest.Revision.Become(twin.NewRevision());
        return function.Published[number] = new TwinVersion(
            number.ToString(CultureInfo.InvariantCulture), source with { Description = description ?? source.Description }, twin.NewRevision(), twin.Now)
        {
            Source = source,
            IsPending = pending,
        };
    }

    private static Expected DeleteAll(Twin twin, TwinFunction? function, string name)
    {
        twin.Functions.Remove(name);
        return function is null ? Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}") : Expected.NoContent;
    }

    private static Expected DeleteVersion(TwinFunction? function, string name, string qualifier)
    {
        if (qualifier == TwinFunction.LatestNumber)
        {
            return Expected.Invalid("$LATEST version cannot be deleted without deleting the function.");
        }

        if (!int.TryParse(qualifier, out var number))
        {
            return Expected.Invalid("Deletion of aliases is not currently supported.");
        }

        if (function is null)
        {
            return Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}");
        }

        var users = function.Aliases.Values.Where(alias => alias.Version == qualifier || alias.Shared?.Version == qualifier).Select(alias => alias.Name).ToList();
        if (users.Count > 0)
        {
            return Expected.Conflict($"Unable to delete version because the following aliases reference it: [{string.Join(", ", users)}]");
        }

        if (function.Published.Remove(number))
        {
            function.Forget(qualifier);
        }

        return Expected.NoContent;
    }
}
