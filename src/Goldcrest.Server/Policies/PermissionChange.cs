using Goldcrest.Core.Policies;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Policies;

/// <summary>What a request to change a policy comes to: either a refusal, or another policy.</summary>
/// <param name="Error">Null when the change can be made.</param>
/// <param name="After">The policy from now on, empty when its last statement goes; null with an error.</param>
/// <param name="Statement">What was added, as text; null when nothing was.</param>
internal sealed record PermissionChange(WireError? Error, ResourcePolicy? After, string? Statement)
{
    public static PermissionChange Refused(WireError error) => new(error, null, null);

    /// <param name="showingOperation">The operation that shows the newest revision.</param>
    /// <param name="statement">What was to be added; null when one was to be removed.</param>
    public static PermissionChange From(PolicyEdit edit, string showingOperation, PolicyStatement? statement) => edit is PolicyEdit.Done done
        ? new PermissionChange(null, done.Policy, statement is null ? null : PolicyJson.Write(statement))
        : Refused(PolicyReply.From(edit, showingOperation));
}
