using Goldcrest.Server.Code;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Functions;

/// <summary>Registers functions: their catalog, their operations and what prepares them.</summary>
internal static class FunctionsSetup
{
    public static IServiceCollection AddFunctions(this IServiceCollection services) => services
        .AddSingleton<FunctionCatalog>()
        .AddSingleton<IFunctionCatalog>(provider => provider.GetRequiredService<FunctionCatalog>())
        .AddSingleton<FunctionPreparer>()
        .AddHostedService(provider => provider.GetRequiredService<FunctionPreparer>())
        .AddSingleton<ITaggables, FunctionTags>()
        .AddSingleton<ICodeUser>(provider => provider.GetRequiredService<FunctionCatalog>())
        .AddSingleton<FunctionReads>()
        .AddSingleton<FunctionWrites>()
        .AddSingleton<IGetFunctionHandler>(provider => provider.GetRequiredService<FunctionReads>())
        .AddSingleton<IGetFunctionConfigurationHandler>(provider => provider.GetRequiredService<FunctionReads>())
        .AddSingleton<IListFunctionsHandler>(provider => provider.GetRequiredService<FunctionReads>())
        .AddSingleton<IListVersionsByFunctionHandler>(provider => provider.GetRequiredService<FunctionReads>())
        .AddSingleton<ICreateFunctionHandler>(provider => provider.GetRequiredService<FunctionWrites>())
        .AddSingleton<IUpdateFunctionCodeHandler>(provider => provider.GetRequiredService<FunctionWrites>())
        .AddSingleton<IUpdateFunctionConfigurationHandler>(provider => provider.GetRequiredService<FunctionWrites>())
        .AddSingleton<IPublishVersionHandler>(provider => provider.GetRequiredService<FunctionWrites>())
        .AddSingleton<IDeleteFunctionHandler>(provider => provider.GetRequiredService<FunctionWrites>());
}
