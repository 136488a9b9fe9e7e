using Goldcrest.Core.Layers;
using Goldcrest.Core.Policies;
using Goldcrest.Server.Policies;
using Change = Goldcrest.Server.Records.RecordChange<Goldcrest.Core.Layers.LayerRecord, (Goldcrest.Core.Layers.LayerVersion? Changed, Goldcrest.Wire.Protocol.WireError? Refused)>;

namespace Goldcrest.Server.Layers;

/// <summary>Decides on a change of one version's policy. Pure.</summary>
internal static class LayerPolicyChange
{
    /// <param name="layer">Null when nothing was ever published under this name.</param>
    /// <param name="edit">What is to become of the policy.</param>
    /// <param name="showingOperation">The operation that shows the newest revision.</param>
    /// <param name="revisionId">Of the policy from now on.</param>
    public static Change Decide(LayerRecord? layer, LayerVersionKey key, Func<LayerVersion, PolicyEdit> edit, string showingOperation, string revisionId)
    {
        if (layer?.Find(key.Number) is not { } version)
        {
            return Change.None((null, LayerReply.NoSuchVersion(key)));
        }

        var edited = edit(version);
        if (edited is not PolicyEdit.Done done)
        {
            return Change.None((null, PolicyReply.From(edited, showingOperation)));
        }

        var changed = version with { Policy = done.Policy, PolicyRevisionId = revisionId };
        return Change.To(layer.With(changed), (changed, null));
    }
}
