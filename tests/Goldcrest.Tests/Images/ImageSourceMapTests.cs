using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;

namespace Goldcrest.Tests.Images;

public sealed class ImageSourceMapTests
{
    [Theory]
    [InlineData("registry.example/team/app:1", "https://registry.example", "team/app")]
    [InlineData("registry.example:5000/app", "https://registry.example:5000", "app")]
    [InlineData("localhost:5000/app", "http://localhost:5000", "app")]
    [InlineData("127.0.0.1:5000/app", "http://127.0.0.1:5000", "app")]
    [InlineData("plain.example/app", "http://plain.example", "app")]
    [InlineData("python:3.13", "https://registry-1.docker.io", "library/python")]
    [InlineData("team/app", "https://registry-1.docker.io", "team/app")]
    [InlineData("docker.io/team/app", "https://registry-1.docker.io", "team/app")]
    [InlineData("000000000000.dkr.ecr.us-east-1.amazonaws.com/app", "https://000000000000.dkr.ecr.us-east-1.amazonaws.com", "app")]
    public void A_name_that_is_not_mapped_is_its_own_registrys(string uri, string address, string repository)
    {
        var (map, _) = ImageSourceMap.TryRead(null, "plain.example");

        var place = Assert.IsType<ImagePlace.Registry>(map!.Find(ImageUri.TryParse(uri)!));

        Assert.Equal((address, repository), (place.Address.GetLeftPart(UriPartial.Authority), place.Repository));
    }

    [Theory]
    [InlineData("000000000000.dkr.ecr.eu-south-2.amazonaws.com/team/app:1", "http://127.0.0.1:5000/", "team/app")]
    [InlineData("123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com/app", "http://127.0.0.1:5000/", "app")]
    [InlineData("registry.example/team/app", "https://mirror.example/sub", "app")]
    [InlineData("registry.example/teams/app", "https://cache.example/", "registry.example/teams/app")]
    [InlineData("python", "https://cache.example/", "python")]
    public void The_longest_part_of_a_name_that_is_mapped_counts(string uri, string address, string repository)
    {
        var (map, _) = ImageSourceMap.TryRead("*=https://cache.example, registry.example/team=https://mirror.example/sub, ecr=http://127.0.0.1:5000/", null);

        var place = Assert.IsType<ImagePlace.Registry>(map!.Find(ImageUri.TryParse(uri)!));

        Assert.Equal((address, repository, true), (place.Address.AbsoluteUri, place.Repository, place.IsConfigured));
    }

    [Theory]
    [InlineData("a..b/x")]
    [InlineData("host:99999/x")]
    public void A_name_that_begins_with_no_registry_that_can_be_is_nowhere_unless_it_is_mapped(string uri)
    {
        Assert.Null(ImageSourceMap.TryRead(null, null).Map!.Find(ImageUri.TryParse(uri)!));
        Assert.NotNull(ImageSourceMap.TryRead("*=/srv/images", null).Map!.Find(ImageUri.TryParse(uri)!));
    }

    [Fact]
    public void Leave_to_be_anywhere_is_no_leave_to_be_unsecured()
    {
        var (map, _) = ImageSourceMap.TryRead("a=https://secured.example, b=http://plain.example:5000/sub, c=/srv/images", "named.example");

        Assert.Equal((true, false), (map!.IsConfigured("secured.example"), map.IsUnsecured("secured.example")));
        Assert.Equal((true, true), (map.IsConfigured("PLAIN.example:5000"), map.IsUnsecured("plain.example:5000")));
        Assert.Equal((true, true), (map.IsConfigured("named.example"), map.IsUnsecured("named.example")));
        Assert.Equal((false, false), (map.IsConfigured("plain.example"), map.IsUnsecured("other.example")));
    }

    [Fact]
    public void A_place_may_be_a_folder()
    {
        var (map, _) = ImageSourceMap.TryRead("disk.example=/srv/images/", null);

        Assert.Equal(new ImagePlace.Folder("/srv/images", "team/app"), map!.Find(ImageUri.TryParse("disk.example/team/app")!));
    }

    [Theory]
    [InlineData("registry.example", null)]
    [InlineData("=http://a", null)]
    [InlineData("a=", null)]
    [InlineData("a=b", null)]
    [InlineData("a=ftp://b", null)]
    [InlineData("a=http://user:secret@b", null)]
    [InlineData(null, "http://a/")]
    [InlineData(null, "a/b")]
    public void What_cannot_be_used_is_told(string? sources, string? insecure)
    {
        var (map, problem) = ImageSourceMap.TryRead(sources, insecure);

        Assert.Null(map);
        Assert.StartsWith("must be", problem, StringComparison.Ordinal);
    }
}
