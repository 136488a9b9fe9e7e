using System.Collections.Immutable;
using Goldcrest.Core.Code;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The operations that make, change and delete functions.</summary>
internal sealed class FunctionWrites(IFunctionCatalog catalog, FunctionPreparer preparer, CodeStore code, IEnumerable<ICodeUser> users, TimeProvider time) :
    ICreateFunctionHandler, IUpdateFunctionCodeHandler, IUpdateFunctionConfigurationHandler, IPublishVersionHandler, IDeleteFunctionHandler
{
    private static readonly CodeLimits Limits = new();

    public async ValueTask<WireResult<FunctionConfiguration>> CreateFunctionAsync(
        CreateFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        if (address is null)
        {
            return error!;
        }

        if (!FunctionLimits.IsName(address.Key.Name))
        {
            return FunctionRefusals.NameTooLong(address.Key.Name);
        }

        var (settings, refused) = SettingsReading.Create(request, address.Key);
        if (settings is null)
        {
            return refused!;
        }

        if (TagReply.Refuse(request.Tags) is { } badTags)
        {
            return badTags;
        }

        if (catalog.Find(address.Key) is not null)
        {
            return FunctionRefusals.Exists(address.Key.Name);
        }

        var (stored, badCode) = await StoreAsync(request.Code!.ZipFile, cancellationToken);
        if (stored is null)
        {
            return badCode!;
        }

        using var pin = stored.Pin;
        return await SaveNewAsync(address.Key, request, settings, Reference(stored), cancellationToken);
    }

    public async ValueTask<WireResult<FunctionConfiguration>> UpdateFunctionCodeAsync(
        UpdateFunctionCodeRequest request, CallContext context, CancellationToken cancellationToken)
    {
        if (request is { S3Bucket: not null } or { S3Key: not null })
        {
            return FunctionRefusals.NotYet("code from S3");
        }

        if (request.ImageUri is not null)
        {
            return LambdaErrors.InvalidParameterValue("Please don't provide ImageUri when updating a function with packageType Zip.");
        }

        if (request.Architectures is [ArchitectureValues.Arm64, ..])
        {
            return FunctionRefusals.NotYet("functions for arm64");
        }

        var (address, error) = ReadLatest(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        if (catalog.Find(address.Key) is null)
        {
            return address.NotFound;
        }

        var (stored, badCode) = await StoreAsync(request.ZipFile, cancellationToken);
        if (stored is null)
        {
            return badCode!;
        }

        using var pin = stored.Pin;
        return await ChangeLatestAsync(
            address,
            request.RevisionId,
            publish: request.Publish == true,
            dryRun: request.DryRun == true,
            current => new Deployment(NewId(), current.Settings, Reference(stored)),
            cancellationToken);
    }

    public async ValueTask<WireResult<FunctionConfiguration>> UpdateFunctionConfigurationAsync(
        UpdateFunctionConfigurationRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = ReadLatest(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        if (catalog.Find(address.Key) is not { } function)
        {
            return address.NotFound;
        }

        if (SettingsReading.Update(request, function.Latest.Current.Settings).Error is { } refused)
        {
            return refused;
        }

        return await ChangeLatestAsync(
            address,
            request.RevisionId,
            publish: false,
            dryRun: false,
            current => new Deployment(NewId(), SettingsReading.Update(request, current.Settings).Settings!, current.Code),
            cancellationToken);
    }

    public async ValueTask<WireResult<FunctionConfiguration>> PublishVersionAsync(
        PublishVersionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        if (request.PublishTo is not null)
        {
            return FunctionRefusals.NotYet("PublishTo");
        }

        var (address, error) = ReadLatest(request.FunctionName!, context);
        return address is null ? error! : await catalog.ChangeAsync(address.Key, Publish, cancellationToken);

        FunctionChange<WireResult<FunctionConfiguration>> Publish(FunctionRecord? function)
        {
            if (function is null)
            {
                return FunctionChange<WireResult<FunctionConfiguration>>.None(address.NotFound);
            }

            if (Refuse(function, request.RevisionId, request.CodeSha256) is { } refused)
            {
                return FunctionChange<WireResult<FunctionConfiguration>>.None(refused);
            }

            if (function.FindUnchangedPublished() is { } unchanged)
            {
                return FunctionChange<WireResult<FunctionConfiguration>>.None(FunctionMapping.ToWire(unchanged, unchanged.QualifiedArn));
            }

            // The code of $LATEST is laid out already: the version can serve at once.
            var (after, version) = function.Publish(request.Description, FunctionPhase.Active, NewId(), NewRevision(), time.GetUtcNow());
            return FunctionChange<WireResult<FunctionConfiguration>>.To(after, FunctionMapping.ToWire(version, version.QualifiedArn));
        }
    }

    public async ValueTask<WireResult<DeleteFunctionResponse>> DeleteFunctionAsync(
        DeleteFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, request.Qualifier, context);
        if (address is null)
        {
            return error!;
        }

        var refused = await catalog.ChangeAsync(address.Key, function => Delete(function, address), cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        await code.CollectAsync(IsReferenced, cancellationToken);
        return new DeleteFunctionResponse { StatusCode = 204 };
    }

    private static FunctionChange<WireError?> Delete(FunctionRecord? function, FunctionAddress address)
    {
        if (function is null)
        {
            return FunctionChange<WireError?>.None(address.NotFound);
        }

        if (address.Qualifier is null)
        {
            return FunctionChange<WireError?>.Delete(null);
        }

        if (address.Qualifier == FunctionVersion.Latest)
        {
            return FunctionChange<WireError?>.None(FunctionRefusals.LatestCannotBeDeleted);
        }

        if (FunctionVersion.FindNumber(address.Qualifier) is not { } number)
        {
            return FunctionChange<WireError?>.None(LambdaErrors.InvalidParameterValue("Deletion of aliases is not currently supported."));
        }

        if (FunctionRefusals.InUse(function.Attachments.AliasesOf(address.Qualifier)) is { } inUse)
        {
            return FunctionChange<WireError?>.None(inUse);
        }

        // A version that is not there is as good as deleted.
        return FunctionChange<WireError?>.To(function.Without(number), null);
    }

    private async Task<WireResult<FunctionConfiguration>> SaveNewAsync(
        FunctionKey key, CreateFunctionRequest request, FunctionSettings settings, CodeReference reference, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var latest = new FunctionVersion
        {
            Key = key,
            Number = FunctionVersion.Latest,
            Current = new Deployment(NewId(), settings, reference),
            Phase = FunctionPhase.Pending,
            RevisionId = NewRevision(),
            LastModified = now,
        };
        var made = new FunctionRecord
        {
            Key = key,
            Latest = latest,
            Tags = request.Tags?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
        };
        var shown = latest;
        if (request.Publish == true)
        {
            (made, shown) = made.Publish(null, FunctionPhase.Pending, NewId(), NewRevision(), now);
        }

        var answer = await catalog.ChangeAsync<WireResult<FunctionConfiguration>>(
            key,
            existing => existing is null
                ? FunctionChange<WireResult<FunctionConfiguration>>.To(
                    made, FunctionMapping.ToWire(shown, shown == latest ? key.Arn : shown.QualifiedArn))
                : FunctionChange<WireResult<FunctionConfiguration>>.None(FunctionRefusals.Exists(key.Name)),
            cancellationToken);
        PrepareAll(key);
        return answer;
    }

    private async Task<WireResult<FunctionConfiguration>> ChangeLatestAsync(
        FunctionAddress address, string? revisionId, bool publish, bool dryRun, Func<Deployment, Deployment> change, CancellationToken cancellationToken)
    {
        var answer = await catalog.ChangeAsync(address.Key, Decide, cancellationToken);
        PrepareAll(address.Key);
        return answer;

        FunctionChange<WireResult<FunctionConfiguration>> Decide(FunctionRecord? function)
        {
            if (function is null)
            {
                return FunctionChange<WireResult<FunctionConfiguration>>.None(address.NotFound);
            }

            if (Refuse(function, revisionId, codeSha256: null) is { } refused)
            {
                return FunctionChange<WireResult<FunctionConfiguration>>.None(refused);
            }

            var now = time.GetUtcNow();
            var changed = function.With(function.Latest.Change(change(function.Latest.Current), NewRevision(), now));
            var shown = changed.Latest;
            if (publish)
            {
                (changed, shown) = changed.Publish(null, FunctionPhase.Pending, NewId(), NewRevision(), now);
            }

            var wire = FunctionMapping.ToWire(shown, publish ? shown.QualifiedArn : address.Key.Arn);
            return dryRun
                ? FunctionChange<WireResult<FunctionConfiguration>>.None(wire)
                : FunctionChange<WireResult<FunctionConfiguration>>.To(changed, wire);
        }
    }

    private static WireError? Refuse(FunctionRecord function, string? revisionId, string? codeSha256)
    {
        if (revisionId is not null && revisionId != function.Latest.RevisionId)
        {
            return FunctionRefusals.StaleRevision;
        }

        if (codeSha256 is not null && codeSha256 != function.Latest.Current.Code.Sha256Base64)
        {
            return FunctionRefusals.WrongCodeHash(codeSha256, function.Latest.Current.Code.Sha256Base64);
        }

        return FunctionRefusals.Busy(function.Latest);
    }

    private static (FunctionAddress? Address, WireError? Error) ReadLatest(string functionName, CallContext context) =>
        FunctionAddress.Read(functionName, null, context);

    private async Task<(CodeIntake.Stored? Stored, WireError? Error)> StoreAsync(ReadOnlyMemory<byte>? zip, CancellationToken cancellationToken)
    {
        if (zip is not { } bytes)
        {
            return (null, LambdaErrors.InvalidParameterValue("Please provide a source for function code."));
        }

        var intake = await code.AddAsync(bytes, cancellationToken);
        if (intake is CodeIntake.Stored stored)
        {
            return (stored, null);
        }

        var (errorCode, message) = CodeReply.From(((CodeIntake.Refused)intake).Reason, Limits);
        return (null, errorCode == "RequestEntityTooLargeException" ? WireErrors.RequestEntityTooLarge(message) : LambdaErrors.InvalidParameterValue(message));
    }

    private void PrepareAll(FunctionKey key)
    {
        foreach (var version in catalog.Find(key)?.Versions ?? [])
        {
            if (FunctionLifecycle.AwaitsPreparation(version.Phase))
            {
                preparer.Prepare(version);
            }
        }
    }

    private bool IsReferenced(string sha256Hex) => users.Any(user => user.Uses(sha256Hex));

    private static CodeReference Reference(CodeIntake.Stored stored) => new(stored.Sha256Hex, stored.CodeSize);

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static string NewRevision() => Guid.NewGuid().ToString();
}
