using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>GetFunction and GetFunctionConfiguration: one version, with or without where its code is.</summary>
internal sealed class GetFunctionOperation(IFunctionCatalog catalog, CodeLinks links) : IGetFunctionHandler, IGetFunctionConfigurationHandler
{
    public ValueTask<WireResult<GetFunctionResponse>> GetFunctionAsync(
        GetFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (function, version, address, error) = Find(request.FunctionName!, request.Qualifier, context);
        return ValueTask.FromResult<WireResult<GetFunctionResponse>>(error is not null ? error : new GetFunctionResponse
        {
            Configuration = FunctionMapping.ToWire(version, address.Arn),
            Code = Locate(version.Current.Code, context),
            Tags = function.Tags.IsEmpty ? null : function.Tags,
            Concurrency = address.Qualifier is null && function.Attachments.ReservedConcurrency is { } reserved
                ? new Wire.Lambda.Concurrency { ReservedConcurrentExecutions = reserved }
                : null,
        });
    }

    public ValueTask<WireResult<FunctionConfiguration>> GetFunctionConfigurationAsync(
        GetFunctionConfigurationRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (_, version, address, error) = Find(request.FunctionName!, request.Qualifier, context);
        return ValueTask.FromResult<WireResult<FunctionConfiguration>>(error is not null ? error : FunctionMapping.ToWire(version, address.Arn));
    }

    private FunctionCodeLocation Locate(CodeReference code, CallContext context) => code.Image is { } image
        ? new FunctionCodeLocation { RepositoryType = "ECR", ImageUri = image.Text, ResolvedImageUri = code.ResolvedImage }
        : new FunctionCodeLocation { RepositoryType = "S3", Location = links.For(code.Sha256Hex, context.BaseUrl), SourceKMSKeyArn = code.KeyArn };

    /// <returns>An error, or all of the others.</returns>
    private (FunctionRecord Function, FunctionVersion Version, FunctionAddress Address, WireError? Error) Find(
        string functionName, string? qualifier, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, context);
        if (address is null)
        {
            return (null!, null!, null!, error);
        }

        return catalog.Find(address.Key) is { } function && function.Find(address.Qualifier) is { } version
            ? (function, version, address, null)
            : (null!, null!, null!, address.NotFound);
    }
}
