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

            return functions.Users(config.Key).Any()
                ? RecordChange<CodeSigningConfig, WireResult<DeleteCodeSigningConfigResponse>>.None(CodeSigningReply.InUse(arn))
                : RecordChange<CodeSigningConfig, WireResult<DeleteCodeSigningConfigResponse>>.Delete(new DeleteCodeSigningConfigResponse());
        }
    }

    public async ValueTask<WireResult<PutFunctionCodeSigningConfigResponse>> PutFunctionCodeSigningConfigAsync(
        PutFunctionCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        if (address is null)
        {
            return error!;
        }

        var arn = request.CodeSigningConfigArn!;
        if (functions.Find(address.Key) is null)
        {
            return address.NotFound;
        }

        var config = CodeSigningAddress.Find(arn, context, catalog)?.Key;
        using var hold = config is null ? null : await catalog.HoldAsync(config.Value, cancellationToken);
        if (hold is null)
        {
            return CodeSigningReply.CannotUse(arn);
        }

        // What the function runs already is not looked at: only new deployments are.
        var answer = new PutFunctionCodeSigningConfigResponse { CodeSigningConfigArn = arn, FunctionName = address.Key.Name };
        return await LinkAsync<PutFunctionCodeSigningConfigResponse>(address, config, answer, cancellationToken);
    }

    public async ValueTask<WireResult<NoOutput>> DeleteFunctionCodeSigningConfigAsync(
        DeleteFunctionCodeSigningConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        return address is null ? error! : await LinkAsync<NoOutput>(address, null, NoOutput.Instance, cancellationToken);
    }

    /// <param name="config">Null takes away what there is.</param>
    private Task<WireResult<TAnswer>> LinkAsync<TAnswer>(
        FunctionAddress address, CodeSigningKey? config, TAnswer answer, CancellationToken cancellationToken)
        where TAnswer : class
    {
        return functions.ChangeAsync(address.Key, Link, cancellationToken);

        RecordChange<FunctionRecord, WireResult<TAnswer>> Link(FunctionRecord? function) => function switch
        {
            null => RecordChange<FunctionRecord, WireResult<TAnswer>>.None(address.NotFound),
            { Latest.Current.Code.Image: not null } => RecordChange<FunctionRecord, WireResult<TAnswer>>.None(FunctionRefusals.SigningForImage),
            _ when FunctionLinks.ConfigOf(function) == config => RecordChange<FunctionRecord, WireResult<TAnswer>>.None(answer),
            _ => RecordChange<FunctionRecord, WireResult<TAnswer>>.To(function.With(config), answer),
        };
    }

    private static SigningPolicy? Policy(CodeSigningPolicies? policies) =>
        policies?.UntrustedArtifactOnDeployment is { } name ? Enum.Parse<SigningPolicy>(name) : null;
}
