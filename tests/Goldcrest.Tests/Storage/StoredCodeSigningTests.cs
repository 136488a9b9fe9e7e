using System.Collections.Immutable;
using System.Text.Json;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.Storage;

namespace Goldcrest.Tests.Storage;

public sealed class StoredCodeSigningTests
{
    [Fact]
    public void A_configuration_comes_back_as_it_went()
    {
        var (kind, config) = (StoredCodeSigning.Kind, new CodeSigningConfig
        {
            Key = new CodeSigningKey("000000000000", "us-east-1", "csc-aaaaaaaaaaaaaaaaa"),
            Description = "\"é\n",
            AllowedPublishers = ["a", "b"],
            Policy = SigningPolicy.Enforce,
            LastModified = DateTimeOffset.FromUnixTimeMilliseconds(1_234),
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("k", "v"),
        });

        var back = kind.Read(kind.PlaceOf(config), kind.Write(config));

        Assert.Equal(JsonSerializer.Serialize(config), JsonSerializer.Serialize(back));
    }
}
