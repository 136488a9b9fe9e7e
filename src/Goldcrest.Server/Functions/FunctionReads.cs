using System.Globalization;
using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The operations that show functions and change nothing.</summary>
internal sealed class FunctionReads(IFunctionCatalog catalog, CodeLinks links) :
    IGetFunctionHandler, IGetFunctionConfigurationHandler, IListFunctionsHandler, IListVersionsByFunctionHandler
{
    public ValueTask<WireResult<GetFunctionResponse>> GetFunctionAsync(
        GetFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (found, address, error) = Find(request.FunctionName!, request.Qualifier, context);
        if (error is not null)
        {
            return ValueTask.FromResult<WireResult<GetFunctionResponse>>(error);
        }

        var (function, version) = found;
        return ValueTask.FromResult<WireResult<GetFunctionResponse>>(new GetFunctionResponse
        {
            Configuration = FunctionMapping.ToWire(version, address.Arn),
            Code = new FunctionCodeLocation { RepositoryType = "S3", Location = links.For(version.Current.Code.Sha256Hex, context.BaseUrl) },
            Tags = function.Tags.IsEmpty ? null : function.Tags,
            // Publicly reported: a call with a qualifier is not told.
            Concurrency = address.Qualifier is null && function.Attachments.ReservedConcurrency is { } reserved
                ? new Wire.Lambda.Concurrency { ReservedConcurrentExecutions = reserved }
                : null,
        });
    }

    public ValueTask<WireResult<FunctionConfiguration>> GetFunctionConfigurationAsync(
        GetFunctionConfigurationRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (found, address, error) = Find(request.FunctionName!, request.Qualifier, context);
        return ValueTask.FromResult<WireResult<FunctionConfiguration>>(
            error is not null ? error : FunctionMapping.ToWire(found.Version, address.Arn));
    }

    public ValueTask<WireResult<ListFunctionsResponse>> ListFunctionsAsync(
        ListFunctionsRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var all = catalog.List(context.Account, context.Region).SelectMany(function =>
            request.FunctionVersion == FunctionVersionValues.AllValue ? function.Versions : [function.Latest]);
        var (page, next) = Page(all, version => $"{version.Key.Name}:{version.Number}", request.Marker, request.MaxItems);
        return ValueTask.FromResult<WireResult<ListFunctionsResponse>>(new ListFunctionsResponse
        {
            Functions = [.. page.Select(version => FunctionMapping.ToListItem(
                version, request.FunctionVersion is null ? version.Key.Arn : version.QualifiedArn))],
            NextMarker = next,
        });
    }

    public ValueTask<WireResult<ListVersionsByFunctionResponse>> ListVersionsByFunctionAsync(
        ListVersionsByFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (found, _, error) = Find(request.FunctionName!, null, context);
        if (error is not null)
        {
            return ValueTask.FromResult<WireResult<ListVersionsByFunctionResponse>>(error);
        }

        var (page, next) = Page(found.Function.Versions, version => version.Number, request.Marker, request.MaxItems);
        return ValueTask.FromResult<WireResult<ListVersionsByFunctionResponse>>(new ListVersionsByFunctionResponse
        {
            Versions = [.. page.Select(version => FunctionMapping.ToListItem(version, version.QualifiedArn))],
            NextMarker = next,
        });
    }

    /// <summary>Either the function and the version meant, or the error; the address is null only with an error.</summary>
    private ((FunctionRecord Function, FunctionVersion Version) Found, FunctionAddress Address, WireError? Error) Find(
        string functionName, string? qualifier, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, context);
        if (address is null)
        {
            return (default, null!, error);
        }

        return catalog.Find(address.Key) is { } function && function.Find(address.Qualifier) is { } version
            ? ((function, version), address, null)
            : (default, null!, address.NotFound);
    }

    /// <summary>A marker is the name of the first item of the next page, so that a page stays right when items before it go.</summary>
    private static (IReadOnlyList<T> Page, string? Next) Page<T>(IEnumerable<T> all, Func<T, string> name, string? marker, int? maxItems)
    {
        var size = maxItems ?? FunctionLimits.DefaultPageSize;
        var rest = marker is null ? all : all.SkipWhile(item => Encode(name(item)) != marker);
        var taken = rest.Take(size + 1).ToList();
        return taken.Count <= size ? (taken, null) : (taken[..size], Encode(name(taken[size])));
    }

    private static string Encode(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v1:{name}")));
}
