using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class NamedCodeTests
{
    [Fact]
    public void Code_is_free_when_its_last_version_lets_go()
    {
        var uses = new CodeUses();
        var (one, other) = (FunctionExample.Published(1), FunctionExample.Active("g"));
        Replace(uses, null, one);
        Replace(uses, null, other);

        Assert.Empty(Replace(uses, one, null));
        Assert.True(uses.Contains(FunctionExample.Code.Sha256Hex));
        Assert.Equal([FunctionExample.Code.Sha256Hex], Replace(uses, other, null));
        Assert.False(uses.Contains(FunctionExample.Code.Sha256Hex));
    }

    [Fact]
    public void Code_that_still_serves_during_an_update_is_used()
    {
        var uses = new CodeUses();
        var before = FunctionExample.Active();
        var updating = before.With(before.Latest.Change(FunctionExample.Settings, FunctionExample.OtherCode, FunctionExample.Stamps.Next()));
        Replace(uses, null, before);

        Assert.Empty(Replace(uses, before, updating));
        Assert.True(uses.Contains(FunctionExample.Code.Sha256Hex) && uses.Contains(FunctionExample.OtherCode.Sha256Hex));
        Assert.Equal([FunctionExample.Code.Sha256Hex], Replace(uses, updating, FunctionExample.Settled(updating)));
    }

    [Fact]
    public void A_change_of_settings_frees_nothing()
    {
        var uses = new CodeUses();
        var before = FunctionExample.Active();
        Replace(uses, null, before);

        Assert.Empty(Replace(uses, before, FunctionExample.Described(before, "d")));
    }

    [Fact]
    public void An_image_is_named_by_its_digest()
    {
        Assert.Equal([FunctionExample.ImageCode.Sha256Hex], NamedCode.Hashes(FunctionExample.OfImage()));
    }

    private static IReadOnlyList<string> Replace(CodeUses uses, FunctionRecord? before, FunctionRecord? after) =>
        uses.Replace(NamedCode.Hashes(before), NamedCode.Hashes(after));
}
