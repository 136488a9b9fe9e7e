using System.Collections.Immutable;
using System.Security.Cryptography;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using CreateResult = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.CreateFunctionUrlConfigResponse>;
using UpdateResult = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.UpdateFunctionUrlConfigResponse>;

namespace Goldcrest.Server.Urls;

/// <summary>CreateFunctionUrlConfig, UpdateFunctionUrlConfig and DeleteFunctionUrlConfig.</summary>
internal sealed class UrlWrites(IFunctionCatalog catalog, TimeProvider time) :
    ICreateFunctionUrlConfigHandler, IUpdateFunctionUrlConfigHandler, IDeleteFunctionUrlConfigHandler
{
    private const int IdLength = 32;
    private const string IdCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public async ValueTask<CreateResult> CreateFunctionUrlConfigAsync(
        CreateFunctionUrlConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = UrlTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        var (cors, refused) = UrlMapping.Read(request.Cors);
        if (refused is not null)
        {
            return refused;
        }

        var now = time.GetUtcNow();
        var made = new FunctionUrl
        {
            Id = RandomNumberGenerator.GetString(IdCharacters, IdLength),
            AuthType = request.AuthType!,
            InvokeMode = request.InvokeMode,
            Cors = cors,
            Created = now,
            LastModified = now,
        };
        return await catalog.ChangeAsync(target.Key, Create, cancellationToken);

        FunctionChange<CreateResult> Create(FunctionRecord? function)
        {
            if (function is null || !target.IsIn(function))
            {
                return FunctionChange<CreateResult>.None(UrlTarget.NoFunction);
            }

            return function.Attachments.Urls.ContainsKey(target.Alias)
                ? FunctionChange<CreateResult>.None(target.Exists)
                : FunctionChange<CreateResult>.To(
                    With(function, function.Attachments.Urls.Add(target.Alias, made)), UrlMapping.ToCreated(target, made, context));
        }
    }

    public async ValueTask<UpdateResult> UpdateFunctionUrlConfigAsync(
        UpdateFunctionUrlConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = UrlTarget.Read(request.FunctionName!, request.Qualifier, context);
        if (target is null)
        {
            return error!;
        }

        var (cors, refused) = UrlMapping.Read(request.Cors);
        return refused is not null ? refused : await catalog.ChangeAsync(target.Key, Update, cancellationToken);

        FunctionChange<UpdateResult> Update(FunctionRecord? function)
        {
            if (function is null || !target.IsIn(function))
            {
                return FunctionChange<UpdateResult>.None(UrlTarget.NoFunction);
            }

            if (!function.Attachments.Urls.TryGetValue(target.Alias, out var url))
            {
                return FunctionChange<UpdateResult>.None(UrlTarget.NoUrl);
            }

            var changed = url with
            {
                AuthType = request.AuthType ?? url.AuthType,
                InvokeMode = request.InvokeMode ?? url.InvokeMode,
                Cors = request.Cors is null ? url.Cors : cors,
                LastModified = time.GetUtcNow(),
            };
            return FunctionChange<UpdateResult>.To(
                With(function, function.Attachments.Urls.SetItem(target.Alias, changed)), UrlMapping.ToUpdated(target, changed, context));
        }
    }

    public async ValueTask<WireResult<NoOutput>> DeleteFunctionUrlConfigAsync(
        DeleteFunctionUrlConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = UrlTarget.Read(request.FunctionName!, request.Qualifier, context);
        return target is null ? error! : await catalog.ChangeAsync(target.Key, Delete, cancellationToken);

        FunctionChange<WireResult<NoOutput>> Delete(FunctionRecord? function) =>
            function?.Attachments.Urls.ContainsKey(target.Alias) == true
                ? FunctionChange<WireResult<NoOutput>>.To(With(function, function.Attachments.Urls.Remove(target.Alias)), NoOutput.Instance)
                : FunctionChange<WireResult<NoOutput>>.None(UrlTarget.NoUrl);
    }

    private static FunctionRecord With(FunctionRecord function, ImmutableSortedDictionary<string, FunctionUrl> urls) =>
        function with { Attachments = function.Attachments with { Urls = urls } };
}
