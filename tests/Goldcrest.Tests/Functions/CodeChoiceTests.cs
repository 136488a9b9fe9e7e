using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Functions;

public sealed class CodeChoiceTests
{
    private const string Key = "arn:aws:kms:us-east-1:000000000000:key/k";

    private static readonly FunctionCode Zip = new() { ZipFile = new byte[] { 1 } };
    private static readonly FunctionCode Image = new() { ImageUri = "localhost:5000/app:1" };

    [Theory]
    [InlineData(true, "Please provide ImageUri when the intended function PackageType is Image.")]
    [InlineData(false, null)]
    public void An_image_is_named(bool forImage, string? refusal)
    {
        Assert.Equal(refusal, Refuse(new FunctionCode(), forImage));
        Assert.Equal(refusal, Refuse(Zip, forImage));
        Assert.Equal(refusal, Refuse(Zip with { ImageUri = "" }, forImage));
    }

    [Theory]
    [InlineData(true, "Please don't provide ZipFile or an S3 location when the intended function PackageType is Image.")]
    [InlineData(false, "Please don't provide ImageUri when the intended function PackageType is Zip.")]
    public void Nobody_deploys_a_zip_and_an_image_at_once(bool forImage, string refusal)
    {
        Assert.Equal(refusal, Refuse(Zip with { ImageUri = "app:1" }, forImage));
        Assert.Equal(refusal, Refuse(Image with { S3Bucket = "b", S3Key = "k" }, forImage));
    }

    [Fact]
    public void A_zip_is_brought_along_or_fetched_and_not_both()
    {
        const string Refusal = "Please do not provide other FunctionCode parameters when providing a ZipFile.";

        Assert.Null(Refuse(new FunctionCode { S3Bucket = "b", S3Key = "k", S3ObjectVersion = "v" }, forImage: false));
        Assert.Equal(Refusal, Refuse(Zip with { S3Bucket = "b", S3Key = "k" }, forImage: false));
        Assert.Equal(Refusal, Refuse(Zip with { S3ObjectVersion = "v" }, forImage: false));
        Assert.Equal(Refusal, CodeChoice.Refuse(CodeWish.Of(new UpdateFunctionCodeRequest { ZipFile = new byte[] { 1 }, S3Bucket = "b" }), forImage: false)?.Message);
    }

    [Fact]
    public void An_image_must_have_the_form_of_one()
    {
        Assert.Null(Refuse(Image, forImage: true));
        Assert.Equal("Source image no image is not valid. Provide a valid source image.", Refuse(new FunctionCode { ImageUri = "no image" }, forImage: true));
    }

    [Fact]
    public void A_key_is_for_zips_and_is_one_of_KMS()
    {
        Assert.Null(Refuse(Zip with { SourceKMSKeyArn = Key }, forImage: false));
        Assert.Null(Refuse(Zip with { SourceKMSKeyArn = "" }, forImage: false));
        Assert.Equal("SourceKMSKeyArn is not the ARN of a KMS key: arn:aws:x:::y", Refuse(Zip with { SourceKMSKeyArn = "arn:aws:x:::y" }, forImage: false));
        Assert.Equal(
            "Please don't provide SourceKMSKeyArn when the intended function PackageType is Image.", Refuse(Image with { SourceKMSKeyArn = Key }, forImage: true));
    }

    private static string? Refuse(FunctionCode code, bool forImage) => CodeChoice.Refuse(CodeWish.Of(code), forImage)?.Message;
}
