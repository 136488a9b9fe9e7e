using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class ImageUriTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("000000000000.dkr.ecr.us-east-1.amazonaws.com/app:latest", "000000000000.dkr.ecr.us-east-1.amazonaws.com/app")]
    [InlineData("000000000000.dkr.ecr.us-east-1.amazonaws.com/team/app", "000000000000.dkr.ecr.us-east-1.amazonaws.com/team/app")]
    [InlineData("localhost:5000/app:1.0_beta-2", "localhost:5000/app")]
    [InlineData("app", "app")]
    [InlineData("team/my__app", "team/my__app")]
    public void A_repository_may_have_a_registry_and_a_tag(string text, string repository)
    {
        var image = ImageUri.TryParse(text)!;

        Assert.Equal((text, repository, null), (image.Text, image.Repository, image.Digest));
        Assert.Matches("^[0-9a-f]{64}$", image.KnownDigest);
        Assert.Equal($"{repository}@sha256:{image.KnownDigest}", image.Resolved);
    }

    [Theory]
    [InlineData($"localhost:5000/app@sha256:{Digest}")]
    [InlineData($"localhost:5000/app:1@sha256:{Digest}")]
    public void A_digest_that_is_given_is_the_one_that_counts(string text)
    {
        var image = ImageUri.TryParse(text)!;

        Assert.Equal((Digest, Digest, $"localhost:5000/app@sha256:{Digest}"), (image.Digest, image.KnownDigest, image.Resolved));
    }

    [Fact]
    public void Without_one_the_digest_follows_from_the_text_alone()
    {
        Assert.Equal(ImageUri.TryParse("app:1")!.KnownDigest, ImageUri.TryParse("app:1")!.KnownDigest);
        Assert.NotEqual(ImageUri.TryParse("app:1")!.KnownDigest, ImageUri.TryParse("app:2")!.KnownDigest);
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
