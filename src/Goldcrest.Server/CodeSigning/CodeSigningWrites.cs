using System.Collections.Immutable;
using System.Security.Cryptography;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using CodeSigningConfig = Goldcrest.Core.CodeSigning.CodeSigningConfig;

namespace Goldcrest.Server.CodeSigning;

/// <summary>The operations that make, change, use and delete code signing configurations.</summary>
internal sealed class CodeSigningWrites(CodeSigningCatalog catalog, IFunctionCatalog functions, TimeProvider time) :
    ICreateCodeSigningConfigHandler, IUpdateCodeSigningConfigHandler, IDeleteCodeSigningConfigHandler,
    IPutFunctionCodeSigningConfigHandler, IDeleteFunctionCodeSigningConfigHandler
{
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 17;

    public async ValueTask<WireResult<CreateCodeSigningConfigResponse>> CreateCodeSigningConfigAsync(
        CreateCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        if (TagReply.Refuse(request.Tags) is { } badTags)
        {
            return badTags;
        }

        var config = new CodeSigningConfig
        {
            Key = new CodeSigningKey(context.Account, context.Region, $"csc-{RandomNumberGenerator.GetString(IdLetters, IdLength)}"),
            Description = request.Description ?? "",
            AllowedPublishers = request.AllowedPublishers!.SigningProfileVersionArns!,
            Policy = Policy(request.CodeSigningPolicies) ?? SigningPolicy.Warn,
            LastModified = time.GetUtcNow(),
            Tags = (request.Tags ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var answer = new CreateCodeSigningConfigResponse { CodeSigningConfig = CodeSigningReply.ToWire(config) };
        return await catalog.ChangeAsync(
            config.Key, _ => RecordChange<CodeSigningConfig, CreateCodeSigningConfigResponse>.To(config, answer), cancellationToken);
    }

    public async ValueTask<WireResult<UpdateCodeSigningConfigResponse>> UpdateCodeSigningConfigAsync(
        UpdateCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var arn = request.CodeSigningConfigArn!;
        return CodeSigningAddress.Find(arn, context, catalog) is { } found
            ? await catalog.ChangeAsync(found.Key, Update, cancellationToken)
            : CodeSigningReply.NoSuchConfig(arn);

        RecordChange<CodeSigningConfig, WireResult<UpdateCodeSigningConfigResponse>> Update(CodeSigningConfig? config)
        {
            if (config is null)
            {
                return RecordChange<CodeSigningConfig, WireResult<UpdateCodeSigningConfigResponse>>.None(CodeSigningReply.NoSuchConfig(arn));
            }

            var after = config with
            {
                Description = request.Description ?? config.Description,
                AllowedPublishers = request.AllowedPublishers?.SigningProfileVersionArns ?? config.AllowedPublishers,
                Policy = Policy(request.CodeSigningPolicies) ?? config.Policy,
                LastModified = time.GetUtcNow(),
            };
            return RecordChange<CodeSigningConfig, WireResult<UpdateCodeSigningConfigResponse>>.To(
                after, new UpdateCodeSigningConfigResponse { CodeSigningConfig = CodeSigningReply.ToWire(after) });
        }
    }

    public async ValueTask<WireResult<DeleteCodeSigningConfigResponse>> DeleteCodeSigningConfigAsync(
        DeleteCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var arn = request.CodeSigningConfigArn!;
        return CodeSigningAddress.Find(arn, context, catalog) is { } found
            ? await catalog.ChangeAsync(found.Key, Delete, cancellationToken)
            : CodeSigningReply.NoSuchConfig(arn);

        RecordChange<CodeSigningConfig, WireResult<DeleteCodeSigningConfigResponse>> Delete(CodeSigningConfig? config)
        {
            if (config is null)
            {
                return RecordChange<CodeSigningConfig, WireResult<DeleteCodeSigningConfigResponse>>.None(CodeSigningReply.NoSuchConfig(arn));
            }

            return catalog.ListUses(config.Key).Any(function => functions.Find(function) is not null)
                ? RecordChange<CodeSigningConfig, WireResult<DeleteCodeSigningConfigResponse>>.None(CodeSigningReply.InUse(arn))
                : RecordChange<CodeSigningConfig, WireResult<DeleteCodeSigningConfigResponse>>.Delete(new DeleteCodeSigningConfigResponse());
        }
    }

    public async ValueTask<WireResult<PutFunctionCodeSigningConfigResponse>> PutFunctionCodeSigningConfigAsync(
        PutFunctionCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (function, error) = FindFunction(request.FunctionName!, context);
        if (function is null)
        {
            return error!;
        }

        var arn = request.CodeSigningConfigArn!;
        var isLinked = CodeSigningAddress.Find(arn, context, catalog) is { } config
            && await catalog.LinkAsync(function.Value, config.Key, cancellationToken);
        return isLinked
            ? new PutFunctionCodeSigningConfigResponse { CodeSigningConfigArn = arn, FunctionName = function.Value.Name }
            : CodeSigningReply.CannotUse(arn);
    }

    public async ValueTask<WireResult<NoOutput>> DeleteFunctionCodeSigningConfigAsync(
        DeleteFunctionCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (function, error) = FindFunction(request.FunctionName!, context);
        if (function is null)
        {
            return error!;
        }

        await catalog.UnlinkAsync(function.Value, cancellationToken);
        return NoOutput.Instance;
    }

    private (FunctionKey? Function, WireError? Error) FindFunction(string functionName, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, null, context);
        if (address is null)
        {
            return (null, error);
        }

        return functions.Find(address.Key) is null ? (null, address.NotFound) : (address.Key, null);
    }

    private static SigningPolicy? Policy(CodeSigningPolicies? policies) =>
        policies?.UntrustedArtifactOnDeployment is { } name ? Enum.Parse<SigningPolicy>(name) : null;
}
