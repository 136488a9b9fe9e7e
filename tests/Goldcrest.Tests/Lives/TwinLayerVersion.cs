using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

internal sealed class TwinLayerVersion(string layer, int number, TwinCode code, string created, string revision)
{
    public string Layer { get; } = layer;

    public int Number { get; } = number;

    public TwinCode Code { get; } = code;

    public string Created { get; } = created;

    public string Arn { get; } = $"{Twin.LayerArn(layer)}:{number}";

    /// <summary>Functions that have it keep it.</summary>
    public bool IsDeleted { get; set; }

    public TwinRevision Revision { get; } = new(revision);

    public List<(string Sid, JsonObject Statement)> Policy { get; } = [];
}
