using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using GetResult = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.GetRuntimeManagementConfigResponse>;
using PutResult = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.PutRuntimeManagementConfigResponse>;

namespace Goldcrest.Server.RuntimeUpdates;

/// <summary>PutRuntimeManagementConfig and GetRuntimeManagementConfig.</summary>
/// <remarks>Source: docs/contracts/runtime-management.md.</remarks>
internal sealed class RuntimeUpdateOperations(IFunctionCatalog catalog) : IPutRuntimeManagementConfigHandler, IGetRuntimeManagementConfigHandler
{
    private static readonly RuntimeManagement Default = new(UpdateRuntimeOnValues.Auto, null);

    public async ValueTask<PutResult> PutRuntimeManagementConfigAsync(
        PutRuntimeManagementConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, request.Qualifier, context);
        if (address is null)
        {
            return error!;
        }

        var manual = request.UpdateRuntimeOn == UpdateRuntimeOnValues.Manual;
        if (manual && request.RuntimeVersionArn is null)
        {
            return LambdaErrors.InvalidParameterValue("You must specify the RuntimeVersionArn when UpdateRuntimeOn is Manual.");
        }

        if (!manual && request.RuntimeVersionArn is not null)
        {
            return LambdaErrors.InvalidParameterValue("You can specify the RuntimeVersionArn only when UpdateRuntimeOn is Manual.");
        }

        return await catalog.ChangeAsync(address.Key, Put, cancellationToken);

        RecordChange<FunctionRecord, PutResult> Put(FunctionRecord? function)
        {
            var (version, refused) = FindVersion(function, address);
            if (version is null)
            {
                return RecordChange<FunctionRecord, PutResult>.None(refused!);
            }

            var setting = new RuntimeManagement(request.UpdateRuntimeOn!, request.RuntimeVersionArn);
            var settings = function!.Attachments.RuntimeManagement.SetItem(version.Number, setting);
            return RecordChange<FunctionRecord, PutResult>.To(
                function with { Attachments = function.Attachments with { RuntimeManagement = settings } },
                new PutRuntimeManagementConfigResponse
                {
                    UpdateRuntimeOn = request.UpdateRuntimeOn,
                    FunctionArn = version.QualifiedArn,
                    RuntimeVersionArn = request.RuntimeVersionArn,
                });
        }
    }

    public ValueTask<GetResult> GetRuntimeManagementConfigAsync(
        GetRuntimeManagementConfigRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Get(request, context));

    private GetResult Get(GetRuntimeManagementConfigRequest request, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, request.Qualifier, context);
        if (address is null)
        {
            return error!;
        }

        var function = catalog.Find(address.Key);
        var (version, refused) = FindVersion(function, address);
        if (version is null)
        {
            return refused!;
        }

        var setting = function!.Attachments.RuntimeManagement.GetValueOrDefault(version.Number, Default);
        return new GetRuntimeManagementConfigResponse
        {
            UpdateRuntimeOn = setting.UpdateRuntimeOn,
            RuntimeVersionArn = setting.RuntimeVersionArn,
            FunctionArn = version.QualifiedArn,
        };
    }

    private static (FunctionVersion? Version, WireError? Refused) FindVersion(FunctionRecord? function, FunctionAddress address)
    {
        if (function?.Find(address.Qualifier) is not { } version)
        {
            return (null, address.NotFound);
        }

        return address.Qualifier is { } qualifier && function.Attachments.Aliases.ContainsKey(qualifier)
            ? (null, LambdaErrors.InvalidParameterValue($"The provided function name {address.Arn} is invalid. Aliases are not allowed."))
            : (version, null);
    }
}
