using System.Collections.Immutable;
using System.Security.Cryptography;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
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

        RecordChange<FunctionRecord, CreateResult> Create(FunctionRecord? function)
        {
            if (function is null || !target.IsIn(function))
            {
                return RecordChange<FunctionRecord, CreateResult>.None(UrlTarget.NoFunction);
            }

            if (function.Latest.Current.Settings.IsTenantIsolated)
            {
                return RecordChange<FunctionRecord, CreateResult>.None(UrlTarget.NoTenants);
            }

            return function.Attachments.Urls.ContainsKey(target.Alias)
                ? RecordChange<FunctionRecord, CreateResult>.None(target.Exists)
                : RecordChange<FunctionRecord, CreateResult>.To(
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

        RecordChange<FunctionRecord, UpdateResult> Update(FunctionRecord? function)
        {
            if (function is null || !target.IsIn(function))
            {
                return RecordChange<FunctionRecord, UpdateResult>.None(UrlTarget.NoFunction);
            }

            if (!function.Attachments.Urls.TryGetValue(target.Alias, out var url))
            {
                return RecordChange<FunctionRecord, UpdateResult>.None(UrlTarget.NoUrl);
            }

            var changed = url with
            {
                AuthType = request.AuthType ?? url.AuthType,
                InvokeMode = request.InvokeMode ?? url.InvokeMode,
                Cors = request.Cors is null ? url.Cors : cors,
                LastModified = time.GetUtcNow(),
            };
            return RecordChange<FunctionRecord, UpdateResult>.To(
                With(function, function.Attachments.Urls.SetItem(target.Alias, changed)), UrlMapping.ToUpdated(target, changed, context));
        }
    }

    public async ValueTask<WireResult<NoOutput>> DeleteFunctionUrlConfigAsync(
        DeleteFunctionUrlConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = UrlTarget.Read(request.FunctionName!, request.Qualifier, context);
        return target is null ? error! : await catalog.ChangeAsync(target.Key, Delete, cancellationToken);

        RecordChange<FunctionRecord, WireResult<NoOutput>> Delete(FunctionRecord? function) =>
            function?.Attachments.Urls.ContainsKey(target.Alias) == true
                ? RecordChange<FunctionRecord, WireResult<NoOutput>>.To(With(function, function.Attachments.Urls.Remove(target.Alias)), NoOutput.Instance)
                : RecordChange<FunctionRecord, WireResult<NoOutput>>.None(UrlTarget.NoUrl);
    }

    private static FunctionRecord With(FunctionRecord function, ImmutableSortedDictionary<string, FunctionUrl> urls) =>
        function with { Attachments = function.Attachments with { Urls = urls } };
}
