using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Code;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Functions;

/// <summary>Registers functions: their catalog, their operations and what prepares them.</summary>
internal static class FunctionsSetup
{
    public static IServiceCollection AddFunctions(this IServiceCollection services, NodeOffer offer) => services
        .AddSingleton(offer)
        .AddSingleton<FunctionCatalog>()
        .AddSingleton<IFunctionCatalog>(provider => provider.GetRequiredService<FunctionCatalog>())
        .AddSingleton<ICodeUser>(provider => provider.GetRequiredService<FunctionCatalog>())
        .AddSingleton<FunctionPreparer>()
        .AddHostedService(provider => provider.GetRequiredService<FunctionPreparer>())
        .AddSingleton<ITaggables, FunctionTags>()
        .AddSingleton<CodeChoice>()
        .AddSingleton<LayerChoice>()
        .AddSingleton<DeploymentGate>()
        .AddSingleton<ChangeStamps>()
        .AddSingleton<GetFunctionOperation>()
        .AddSingleton<IGetFunctionHandler>(provider => provider.GetRequiredService<GetFunctionOperation>())
        .AddSingleton<IGetFunctionConfigurationHandler>(provider => provider.GetRequiredService<GetFunctionOperation>())
        .AddSingleton<ListFunctionsOperation>()
        .AddSingleton<IListFunctionsHandler>(provider => provider.GetRequiredService<ListFunctionsOperation>())
        .AddSingleton<IListVersionsByFunctionHandler>(provider => provider.GetRequiredService<ListFunctionsOperation>())
        .AddSingleton<ICreateFunctionHandler, CreateFunctionOperation>()
        .AddSingleton<IUpdateFunctionCodeHandler, UpdateFunctionCodeOperation>()
        .AddSingleton<IUpdateFunctionConfigurationHandler, UpdateFunctionConfigurationOperation>()
        .AddSingleton<IPublishVersionHandler, PublishVersionOperation>()
        .AddSingleton<IDeleteFunctionHandler, DeleteFunctionOperation>();
}
