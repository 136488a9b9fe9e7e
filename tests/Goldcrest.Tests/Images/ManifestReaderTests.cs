using System.Text;
using Goldcrest.Core.Images;

namespace Goldcrest.Tests.Images;

public sealed class ManifestReaderTests
{
    private static readonly string Hash = new('a', 64);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_forms_are_read(bool isDocker)
    {
        var image = new TestImage { IsDocker = isDocker }.Files(("a", [1], 0b110_100_100));

        var manifest = Assert.IsType<ImageManifest.OneImage>(ManifestReader.TryRead(image.Blobs[image.Seal()]));

        Assert.Equal((image.ConfigHash, image.LayerHashes.Single()), (manifest.Config.Sha256Hex, manifest.Layers.Single().Sha256Hex));
    }

    [Fact]
    public void A_list_gives_the_image_of_the_most_wanted_processor_and_passes_over_what_is_none()
    {
        var index = Assert.IsType<ImageManifest.Index>(Read($$$"""
            {"manifests":[
              {"digest":"sha256:{{{Hash}}}","size":1,"platform":{"os":"unknown","architecture":"unknown"}},
              {"digest":"sha512:{{{Hash}}}","size":1,"platform":{"os":"linux","architecture":"amd64"}},
              {"digest":"sha256:{{{new string('b', 64)}}}","size":1,"platform":{"os":"windows","architecture":"amd64"}},
              {"digest":"sha256:{{{new string('c', 64)}}}","size":1,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
              {"digest":"sha256:{{{new string('d', 64)}}}","size":1,"platform":{"os":"linux","architecture":"amd64"}}
            ]}
            """));

        Assert.Equal(new string('d', 64), index.Find("amd64", "arm64")!.Manifest.Sha256Hex);
        Assert.Equal(new string('c', 64), index.Find("riscv64", "arm64")!.Manifest.Sha256Hex);
        Assert.Null(index.Find("riscv64"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"manifests":{}}""")]
    [InlineData("""{"manifests":[{"digest":1,"size":1}]}""")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""")]
    [InlineData("""{"config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:HASH","size":2},"layers":[]}""")]
    [InlineData("""{"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:HASH","size":-1},"layers":[]}""")]
    [InlineData("""{"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:../../../etc/passwd","size":1},"layers":[]}""")]
    [InlineData("""{"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:HASH","size":1},"layers":[{"mediaType":"text/plain","digest":"sha256:HASH","size":1}]}""")]
    public void Anything_else_is_no_image(string json)
    {
        Assert.True(Read(json.Replace("HASH", Hash, StringComparison.Ordinal)) is null or ImageManifest.Index { Entries: [] });
    }

    private static ImageManifest? Read(string json) => ManifestReader.TryRead(Encoding.UTF8.GetBytes(json));
}
