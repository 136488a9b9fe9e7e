using System.Collections.Immutable;
using Goldcrest.Core.Policies;

namespace Goldcrest.Core.Functions.Attached;

/// <summary>
/// What hangs on a function beside its code and settings, and goes when it goes. Where the key is a qualifier it is a version number, an alias or
/// <see cref="FunctionVersion.Latest"/>, and <see cref="Unqualified"/> for the function itself.
/// </summary>
public sealed record FunctionAttachments
{
    /// <summary>Stands for no qualifier; no version or alias can be named so.</summary>
    public const string Unqualified = "";

    public static FunctionAttachments None { get; } = new();

    public ImmutableSortedDictionary<string, FunctionAlias> Aliases { get; init; } = Empty<FunctionAlias>();

    /// <summary>By qualifier; <see cref="FunctionVersion.Latest"/> stands for none.</summary>
    public ImmutableSortedDictionary<string, EventInvokeSettings> EventInvoke { get; init; } = Empty<EventInvokeSettings>();

    /// <summary>By <see cref="Unqualified"/> or alias.</summary>
    public ImmutableSortedDictionary<string, FunctionUrl> Urls { get; init; } = Empty<FunctionUrl>();

    /// <summary>By version number or alias.</summary>
    public ImmutableSortedDictionary<string, ProvisionedConcurrency> Provisioned { get; init; } = Empty<ProvisionedConcurrency>();

    /// <summary>By <see cref="FunctionVersion.Latest"/> or version number.</summary>
    public ImmutableSortedDictionary<string, RuntimeManagement> RuntimeManagement { get; init; } = Empty<RuntimeManagement>();

    /// <summary>By <see cref="Unqualified"/>, version number or alias; none of them empty.</summary>
    public ImmutableSortedDictionary<string, ResourcePolicy> Policies { get; init; } = Empty<ResourcePolicy>();

    /// <summary>0 stops the function; null leaves it the account's unreserved pool.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary><c>Terminate</c> or <c>Allow</c>. Source: docs/contracts/recursion.md.</summary>
    public string RecursiveLoop { get; init; } = "Terminate";

    /// <summary>The code signing configuration, of the same account and region, that deployments must satisfy; null when there is none.</summary>
    public string? CodeSigningConfigId { get; init; }

    /// <summary>The aliases that send requests to a version.</summary>
    public IEnumerable<FunctionAlias> AliasesOf(string version) => Aliases.Values.Where(alias => alias.PointsAt(version));

    /// <summary>What is left when a version or an alias is gone.</summary>
    public FunctionAttachments Without(string qualifier) => this with
    {
        Aliases = Aliases.Remove(qualifier),
        EventInvoke = EventInvoke.Remove(qualifier),
        Urls = Urls.Remove(qualifier),
        Provisioned = Provisioned.Remove(qualifier),
        RuntimeManagement = RuntimeManagement.Remove(qualifier),
        Policies = Policies.Remove(qualifier),
    };

    private static ImmutableSortedDictionary<string, T> Empty<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
