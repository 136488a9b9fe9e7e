using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class ImageUriTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("000000000000.dkr.ecr.us-east-1.amazonaws.com/app:latest", "000000000000.dkr.ecr.us-east-1.amazonaws.com/app", "latest")]
    [InlineData("000000000000.dkr.ecr.us-east-1.amazonaws.com/team/app", "000000000000.dkr.ecr.us-east-1.amazonaws.com/team/app", null)]
    [InlineData("localhost:5000/app:1.0_beta-2", "localhost:5000/app", "1.0_beta-2")]
    [InlineData("app", "app", null)]
    [InlineData("team/my__app", "team/my__app", null)]
    public void A_repository_may_have_a_registry_and_a_tag(string text, string repository, string? tag)
    {
        var image = ImageUri.TryParse(text)!;

        Assert.Equal((text, repository, tag, tag ?? "latest", null), (image.Text, image.Repository, image.Tag, image.KnownTag, image.Digest));
    }

    [Theory]
    [InlineData($"localhost:5000/app@sha256:{Digest}", null)]
    [InlineData($"localhost:5000/app:1@sha256:{Digest}", "1")]
    public void A_digest_stands_behind_the_tag(string text, string? tag)
    {
        var image = ImageUri.TryParse(text)!;

        Assert.Equal((tag, Digest), (image.Tag, image.Digest));
        Assert.Equal($"localhost:5000/app@sha256:{Digest}", CodeReference.Of(image, Digest).ResolvedImage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("App")]
    [InlineData("https://localhost:5000/app")]
    [InlineData("localhost:5000/app:")]
    [InlineData("localhost:5000/app:a b")]
    [InlineData("localhost:5000/app@sha256:0123")]
    [InlineData("localhost:5000/app\n")]
    [InlineData("localhost:5000//app")]
    [InlineData("localhost:5000/app/")]
    [InlineData("/app")]
    [InlineData("-host/app")]
    public void Anything_else_names_no_image(string text)
    {
        Assert.Null(ImageUri.TryParse(text));
    }

    [Fact]
    public void A_name_has_an_end()
    {
        Assert.NotNull(ImageUri.TryParse(new string('a', 1024)));
        Assert.Null(ImageUri.TryParse(new string('a', 1025)));
    }
}
