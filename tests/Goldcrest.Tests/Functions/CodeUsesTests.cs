using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class CodeUsesTests
{
    [Fact]
    public void Code_is_free_when_its_last_version_lets_go()
    {
        var uses = new CodeUses();
        var (one, other) = (FunctionExample.Published(1), FunctionExample.Active("g"));
        uses.Replace(null, one);
        uses.Replace(null, other);

        Assert.Empty(uses.Replace(one, null));
        Assert.True(uses.Contains(FunctionExample.Code.Sha256Hex));
        Assert.Equal([FunctionExample.Code.Sha256Hex], uses.Replace(other, null));
        Assert.False(uses.Contains(FunctionExample.Code.Sha256Hex));
    }

    [Fact]
    public void Code_that_still_serves_during_an_update_is_used()
    {
        var uses = new CodeUses();
        var before = FunctionExample.Active();
        var updating = before.With(before.Latest.Change(FunctionExample.Settings, FunctionExample.OtherCode, FunctionExample.Stamps.Next()));
        uses.Replace(null, before);

        Assert.Empty(uses.Replace(before, updating));
        Assert.True(uses.Contains(FunctionExample.Code.Sha256Hex) && uses.Contains(FunctionExample.OtherCode.Sha256Hex));
        Assert.Equal([FunctionExample.Code.Sha256Hex], uses.Replace(updating, FunctionExample.Settled(updating)));
    }

    [Fact]
    public void A_change_of_settings_frees_nothing()
    {
        var uses = new CodeUses();
        var before = FunctionExample.Active();
        uses.Replace(null, before);

        Assert.Empty(uses.Replace(before, FunctionExample.Described(before, "d")));
    }

    [Fact]
    public void An_image_is_no_code_of_the_store()
    {
        var uses = new CodeUses();
        uses.Replace(null, FunctionExample.OfImage());

        Assert.False(uses.Contains(FunctionExample.ImageCode.Sha256Hex));
        Assert.Empty(uses.Replace(FunctionExample.OfImage(), null));
    }
}
