using System.Collections.Immutable;
using System.Text.Json;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Core.Policies;

namespace Goldcrest.Server.Storage;

/// <summary>A function's attachments as they are kept in the database. Members may be added, never renamed: it outlives releases.</summary>
internal sealed record StoredAttachments
{
    public Dictionary<string, StoredAlias>? Aliases { get; init; }
    public Dictionary<string, StoredEventInvoke>? EventInvoke { get; init; }
    public Dictionary<string, StoredUrl>? Urls { get; init; }
    public Dictionary<string, StoredProvisioned>? Provisioned { get; init; }
    public Dictionary<string, StoredRuntimeManagement>? RuntimeManagement { get; init; }
    public Dictionary<string, string>? Policies { get; init; }
    public int? ReservedConcurrency { get; init; }
    public string? RecursiveLoop { get; init; }
    public string? CodeSigningConfigId { get; init; }

    public static string Write(FunctionAttachments attachments) => JsonSerializer.Serialize(From(attachments), StoredJson.Default.StoredAttachments);

    public static FunctionAttachments Read(string json) =>
        (JsonSerializer.Deserialize(json, StoredJson.Default.StoredAttachments) ?? throw new JsonException("The stored attachments are null.")).ToAttachments();

    private static StoredAttachments From(FunctionAttachments attachments) => new()
    {
        Aliases = Map(attachments.Aliases, static alias => new StoredAlias(
            alias.Version, alias.Description, alias.Shared?.Version, alias.Shared?.Weight, alias.RevisionId)),
        EventInvoke = Map(attachments.EventInvoke, static settings => new StoredEventInvoke(
            settings.EventAgeSeconds, settings.Retries, settings.OnSuccess, settings.OnFailure, settings.LastModified)),
        Urls = Map(attachments.Urls, static url => new StoredUrl(url.Id, url.AuthType, url.InvokeMode, url.Cors, url.Created, url.LastModified)),
        Provisioned = Map(attachments.Provisioned, static provisioned => new StoredProvisioned(provisioned.Requested, provisioned.LastModified)),
        RuntimeManagement = Map(
            attachments.RuntimeManagement, static runtime => new StoredRuntimeManagement(runtime.UpdateRuntimeOn, runtime.RuntimeVersionArn)),
        Policies = Map(attachments.Policies, PolicyJson.Write),
        ReservedConcurrency = attachments.ReservedConcurrency,
        RecursiveLoop = attachments.RecursiveLoop,
        CodeSigningConfigId = attachments.CodeSigningConfigId,
    };

    private FunctionAttachments ToAttachments() => new()
    {
        Aliases = Read(Aliases, static (name, alias) => new FunctionAlias(
            name,
            alias.Version,
            alias.Description,
            alias is { SharedVersion: { } version, SharedWeight: { } weight } ? new SharedTraffic(version, weight) : null,
            alias.RevisionId)),
        EventInvoke = Read(EventInvoke, static (_, settings) => new EventInvokeSettings
        {
            EventAgeSeconds = settings.EventAgeSeconds,
            Retries = settings.Retries,
            OnSuccess = settings.OnSuccess,
            OnFailure = settings.OnFailure,
            LastModified = settings.LastModified,
        }),
        Urls = Read(Urls, static (_, url) => new FunctionUrl
        {
            Id = url.Id,
            AuthType = url.AuthType,
            InvokeMode = url.InvokeMode,
            Cors = url.Cors,
            Created = url.Created,
            LastModified = url.LastModified,
        }),
        Provisioned = Read(Provisioned, static (_, provisioned) => new ProvisionedConcurrency(provisioned.Requested, provisioned.LastModified)),
        RuntimeManagement = Read(RuntimeManagement, static (_, runtime) => new RuntimeManagement(runtime.UpdateRuntimeOn, runtime.RuntimeVersionArn)),
        Policies = Read(Policies, static (_, policy) => PolicyJson.Read(policy)),
        ReservedConcurrency = ReservedConcurrency,
        RecursiveLoop = RecursiveLoop ?? FunctionAttachments.None.RecursiveLoop,
        CodeSigningConfigId = CodeSigningConfigId,
    };

    private static Dictionary<string, TStored>? Map<TCore, TStored>(ImmutableSortedDictionary<string, TCore> from, Func<TCore, TStored> store) =>
        from.IsEmpty ? null : from.ToDictionary(pair => pair.Key, pair => store(pair.Value));

    private static ImmutableSortedDictionary<string, TCore> Read<TStored, TCore>(Dictionary<string, TStored>? from, Func<string, TStored, TCore> read) =>
        (from ?? []).ToImmutableSortedDictionary(pair => pair.Key, pair => read(pair.Key, pair.Value), StringComparer.Ordinal);
}
