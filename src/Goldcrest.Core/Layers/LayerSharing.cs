using Goldcrest.Core.Policies;

namespace Goldcrest.Core.Layers;

/// <summary>Who may use a layer version.</summary>
/// <remarks>Source: docs/contracts/layers.md#sharing.</remarks>
public static class LayerSharing
{
    public const string Action = "lambda:GetLayerVersion";

    /// <param name="version">Null when there is none, or no longer.</param>
    /// <param name="key">What was asked for.</param>
    /// <param name="account">The caller's.</param>
    /// <param name="callerArn">The caller.</param>
    public static LayerLookup Look(LayerVersion? version, LayerVersionKey key, string account, string callerArn)
    {
        if (key.Layer.Account == account)
        {
            return version is null ? new LayerLookup.Missing() : new LayerLookup.Found(version);
        }

        var question = new PolicyQuestion(new PolicyCaller.Identity(callerArn), Action, key.Arn);
        return version is not null && PolicyEvaluation.Decide(version.Policy, question) == PolicyVerdict.Allowed
            ? new LayerLookup.Found(version)
            : new LayerLookup.Closed();
    }
}
