using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Layers;

namespace Goldcrest.Tests.Layers;

/// <summary>The texts are recorded answers of AWS (2025-11-25); those about sizes and other accounts as its users report them.</summary>
public sealed class LayerSelectionTests
{
    private const string Region = "us-east-1";

    [Fact]
    public void Layers_come_in_the_order_of_the_request()
    {
        var selection = Select([Arn("b"), Arn("a", 12), Arn("c")]);

        Assert.Equal([Arn("b"), Arn("a", 12), Arn("c")], Assert.IsType<LayerSelection.Selected>(selection).Layers.Select(layer => layer.Arn));
    }

    [Fact]
    public void No_layers_are_a_selection_too() => Assert.Empty(Assert.IsType<LayerSelection.Selected>(Select([], codeBytes: long.MaxValue)).Layers);

    [Fact]
    public void Five_layers_are_enough()
    {
        var five = Enumerable.Range(0, 5).Select(i => Arn($"l{i}")).ToList();

        Assert.IsType<LayerSelection.Selected>(Select(five));
        AssertRefused("Cannot reference more than 5 layers.", Select([.. five, Arn("l5")]));
    }

    [Fact]
    public void One_layer_comes_once_whatever_the_versions()
    {
        const string Text = "Two different versions of the same layer are not allowed to be referenced in the same function. {0} and {1} are versions of the same layer.";

        AssertRefused(string.Format(null, Text, Arn("a", 1), Arn("a", 2)), Select([Arn("a", 1), Arn("a", 2)]));
        AssertRefused(string.Format(null, Text, Arn("a", 1), Arn("a", 2)), Select([Arn("a", 1), Arn("a", 2), Arn("a", 3)]));
        AssertRefused(string.Format(null, Text, Arn("a", 1), Arn("a", 1)), Select([Arn("a", 1), Arn("b"), Arn("a", 1)]));
        Assert.IsType<LayerSelection.Selected>(Select([Arn("a"), Arn("a", account: "111111111111")]));
    }

    [Fact]
    public void A_layer_lives_in_the_function_s_region() => AssertRefused(
        "Layers are not in the same region as the function. Layers are expected to be in region us-east-1.",
        Select([Arn("a", region: "eu-west-1")]));

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:doesnotexist:1")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:doesnotexist:99999999999999999999")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:doesnotexist:0")]
    [InlineData("arn:aws-cn:lambda:us-east-1:000000000000:layer:a:1")]
    [InlineData("arn:aws:lambda:::awslayer:AmazonLinux1803")]
    public void What_is_not_there_is_named(string arn) => AssertRefused(
        $"Layer version {arn} does not exist.", Select([arn], look: key => key.Layer.Name == "doesnotexist" ? new LayerLookup.Missing() : Found(key, 1)));

    [Fact]
    public void Another_account_s_layer_must_be_shared()
    {
        var refused = LayerReply.From(Select([Arn("a", account: "111111111111")], look: _ => new LayerLookup.Closed()), LayerNode.Context());

        Assert.Equal(
            (403, "AccessDeniedException",
                "User: arn:aws:iam::000000000000:root is not authorized to perform: lambda:GetLayerVersion on resource: arn:aws:lambda:us-east-1:111111111111:layer:a:1 because no resource-based policy allows the lambda:GetLayerVersion action"),
            (refused.Status, refused.Code, refused.Message));
    }

    [Theory]
    [InlineData(200_000_000, 62_144_000, null)]
    [InlineData(200_000_000, 62_144_001, "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is 262144001 bytes.")]
    [InlineData(262_144_000, 0, null)]
    [InlineData(262_144_001, 0, "Layers consume more than the available size of 262144000 bytes")]
    public void Code_and_layers_share_250_MB(long layerBytes, long codeBytes, string? refusal)
    {
        var selection = Select([Arn("a"), Arn("b")], codeBytes, key => Found(key, key.Layer.Name == "a" ? layerBytes - 1 : 1));

        if (refusal is null)
        {
            Assert.IsType<LayerSelection.Selected>(selection);
        }
        else
        {
            AssertRefused(refusal, selection);
        }
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a:1", true)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a:1\n", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a", false)]
    [InlineData("arn:aws:lambda:us-east-1:00000000000:layer:a:1", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a:-1", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a:١", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer::1", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:a/b:1", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:a:1", false)]
    [InlineData("a:1", false)]
    [InlineData("", false)]
    public void An_arn_is_one_or_it_is_not(string text, bool isOne) => Assert.Equal(isOne, LayerVersionKey.TryParse(text) is not null);

    [Fact]
    public void A_number_is_kept_as_it_counts_not_as_it_was_written()
    {
        var selection = Select(["arn:aws:lambda:us-east-1:000000000000:layer:a:007"]);

        Assert.Equal(Arn("a", 7), Assert.Single(Assert.IsType<LayerSelection.Selected>(selection).Layers).Arn);
    }

    private static LayerSelection Select(IReadOnlyList<string> arns, long codeBytes = 0, Func<LayerVersionKey, LayerLookup>? look = null) =>
        LayerSelection.Select(arns, Region, codeBytes, look ?? (key => Found(key, 1)));

    private static LayerLookup.Found Found(LayerVersionKey key, long bytes) => new(new LayerVersion
    {
        Key = key,
        Code = new CodeReference(new string('0', 64), 1),
        UnpackedBytes = bytes,
        Created = DateTimeOffset.UnixEpoch,
    });

    private static string Arn(string name, int number = 1, string region = Region, string account = "000000000000") =>
        $"arn:aws:lambda:{region}:{account}:layer:{name}:{number}";

    private static void AssertRefused(string message, LayerSelection selection)
    {
        var refused = LayerReply.From(selection, LayerNode.Context());
        Assert.Equal(("InvalidParameterValueException", 400, message), (refused.Code, refused.Status, refused.Message));
    }
}
