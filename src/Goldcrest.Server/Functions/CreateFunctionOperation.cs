using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>CreateFunction: everything is checked before the zip is looked at, since that costs most.</summary>
internal sealed class CreateFunctionOperation(IFunctionCatalog catalog, CodeUpload upload, FunctionPreparer preparer, ChangeStamps stamps)
    : ICreateFunctionHandler
{
    public async ValueTask<WireResult<FunctionConfiguration>> CreateFunctionAsync(
        CreateFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.ReadWhole(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        var key = address.Key;
        var (settings, refused) = Read(request, key);
        if (settings is null)
        {
            return refused!;
        }

        if (catalog.Find(key) is not null)
        {
            return FunctionRefusals.Exists(key.Name);
        }

        var (code, pin, badCode) = await upload.TakeAsync(request.Code!.ZipFile, cancellationToken);
        if (code is null)
        {
            return badCode!;
        }

        using var held = pin;
        var answer = await catalog.ChangeAsync(key, existing => Decide(existing, key, settings, code, request, stamps), cancellationToken);
        preparer.PrepareAll(key);
        return answer;
    }

    /// <returns>Complete settings, or the first refusal in the order of docs/contracts/functions.md#create.</returns>
    public static (FunctionSettings? Settings, WireError? Error) Read(CreateFunctionRequest request, FunctionKey key)
    {
        if (!FunctionLimits.IsName(key.Name))
        {
            return (null, FunctionRefusals.NameTooLong(key.Name));
        }

        var (settings, error) = SettingsReading.Create(request, key);
        return settings is not null && request.Tags?.Count > FunctionLimits.MaxTags
            ? (null, FunctionRefusals.TooManyTags)
            : (settings, error);
    }

    /// <summary>Pure. Publishing at once makes <c>$LATEST</c> and version 1, and shows the version.</summary>
    public static FunctionChange<WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? existing, FunctionKey key, FunctionSettings settings, CodeReference code, CreateFunctionRequest request, ChangeStamps stamps)
    {
        if (existing is not null)
        {
            return FunctionChange<WireResult<FunctionConfiguration>>.None(FunctionRefusals.Exists(key.Name));
        }

        var made = FunctionRecord.Create(key, settings, code, request.Tags, stamps.Next());
        if (request.Publish != true)
        {
            return FunctionChange<WireResult<FunctionConfiguration>>.To(made, FunctionMapping.ToWire(made.Latest, key.Arn));
        }

        var (published, version) = made.Publish(null, FunctionPhase.Pending, stamps.Next(), ChangeStamps.NextRevisionId());
        return FunctionChange<WireResult<FunctionConfiguration>>.To(published, FunctionMapping.ToWire(version, version.QualifiedArn));
    }
}
