using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Core.Policies;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Permissions;

/// <summary>Whose policy is meant: a function's own, or that of one of its versions or aliases.</summary>
/// <param name="Qualifier"><see cref="FunctionAttachments.Unqualified"/>, a version number or an alias.</param>
internal sealed record PermissionTarget(FunctionAddress Address, string Qualifier)
{
    public FunctionKey Key => Address.Key;

    /// <summary>As the request named it.</summary>
    public string Arn => Address.Arn;

    /// <returns>Who is meant, or why nobody is. Exactly one of both.</returns>
    public static (PermissionTarget? Target, WireError? Error) Read(string functionName, string? qualifier, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, context);
        return address is null ? (null, error) : (new PermissionTarget(address, address.Qualifier ?? FunctionAttachments.Unqualified), null);
    }

    /// <returns>False when the function has no such version or alias.</returns>
    public bool IsIn(FunctionRecord function) => function.Find(Address.Qualifier) is not null;

    /// <returns>Empty when there is none.</returns>
    public ResourcePolicy PolicyIn(FunctionRecord function) => function.Attachments.Policies.GetValueOrDefault(Qualifier, ResourcePolicy.Empty);

    /// <summary>The revision that guards the policy: of the alias, or else of the version.</summary>
    public string RevisionIn(FunctionRecord function) => function.Attachments.Aliases.TryGetValue(Qualifier, out var alias)
        ? alias.RevisionId
        : function.Find(Address.Qualifier)!.RevisionId;

    /// <summary>The function with another policy, and another revision of what it belongs to.</summary>
    public FunctionRecord With(FunctionRecord function, ResourcePolicy policy, string revisionId)
    {
        var attachments = function.Attachments with
        {
            Policies = policy.IsEmpty ? function.Attachments.Policies.Remove(Qualifier) : function.Attachments.Policies.SetItem(Qualifier, policy),
        };
        return attachments.Aliases.TryGetValue(Qualifier, out var alias)
            ? function with { Attachments = attachments with { Aliases = attachments.Aliases.SetItem(Qualifier, alias with { RevisionId = revisionId }) } }
            : (function with { Attachments = attachments }).With(function.Find(Address.Qualifier)! with { RevisionId = revisionId });
    }
}
