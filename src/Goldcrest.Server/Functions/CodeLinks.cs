using Goldcrest.Core.Functions;
using Goldcrest.Core.Identity;
using Goldcrest.Server.Identity;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>Links under which the zip of a version can be fetched for ten minutes without further credentials.</summary>
internal sealed class CodeLinks(NodeCredentials credentials, TimeProvider time)
{
    public const string PathPrefix = "/_goldcrest/code/";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Only the node makes links: others could ask for the code of any account by its hash.</summary>
    public bool AreOf(AuthOutcome.Authenticated caller) => caller.AccessKeyId == credentials.Root.AccessKeyId;

    public string For(CodeReference code, CallContext context)
    {
        var root = credentials.Root;
        return RequestSigner.PresignUrl(
            new SigningKeyPair(root.AccessKeyId, root.Secret),
            context.Region,
            "lambda",
            time.GetUtcNow(),
            Life,
            "GET",
            new Uri($"{context.BaseUrl}{PathPrefix}{code.Sha256Hex}")).ToString();
    }
}
