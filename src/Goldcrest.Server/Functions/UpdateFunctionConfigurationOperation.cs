using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>UpdateFunctionConfiguration: new settings for <c>$LATEST</c>; what the request leaves out stays.</summary>
internal sealed class UpdateFunctionConfigurationOperation(IFunctionCatalog catalog, FunctionPreparer preparer, ChangeStamps stamps)
    : IUpdateFunctionConfigurationHandler
{
    public async ValueTask<WireResult<FunctionConfiguration>> UpdateFunctionConfigurationAsync(
        UpdateFunctionConfigurationRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.ReadWhole(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        var answer = await catalog.ChangeAsync(address.Key, function => Decide(function, address, request, stamps), cancellationToken);
        preparer.PrepareAll(address.Key);
        return answer;
    }

    /// <summary>Pure.</summary>
    public static FunctionChange<WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? function, FunctionAddress address, UpdateFunctionConfigurationRequest request, ChangeStamps stamps)
    {
        if (function is null)
        {
            return FunctionChange<WireResult<FunctionConfiguration>>.None(address.NotFound);
        }

        var latest = function.Latest;
        if (new ChangeConditions(request.RevisionId).Refuse(latest) is { } refused)
        {
            return FunctionChange<WireResult<FunctionConfiguration>>.None(refused);
        }

        var (settings, error) = SettingsReading.Update(request, latest.Current.Settings);
        if (settings is null)
        {
            return FunctionChange<WireResult<FunctionConfiguration>>.None(error!);
        }

        var changed = latest.Change(settings, latest.Current.Code, stamps.Next());
        return FunctionChange<WireResult<FunctionConfiguration>>.To(function.With(changed), FunctionMapping.ToWire(changed, address.Key.Arn));
    }
}
