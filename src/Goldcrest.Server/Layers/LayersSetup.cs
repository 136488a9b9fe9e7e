using Goldcrest.Server.Code;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Layers;

/// <summary>Registers layers: their catalog, their operations and what functions need of them.</summary>
internal static class LayersSetup
{
    public static IServiceCollection AddLayers(this IServiceCollection services) => services
        .AddSingleton<LayerCatalog>()
        .AddSingleton<ICodeUser>(provider => provider.GetRequiredService<LayerCatalog>())
        .AddSingleton<ITaggables, LayerTags>()
        .AddSingleton<FunctionLayers>()
        .AddSingleton<LayerTrees>()
        .AddSingleton<IPublishLayerVersionHandler, PublishLayerVersionOperation>()
        .AddSingleton<IDeleteLayerVersionHandler, DeleteLayerVersionOperation>()
        .AddSingleton<LayerReads>()
        .AddSingleton<IGetLayerVersionHandler>(provider => provider.GetRequiredService<LayerReads>())
        .AddSingleton<IGetLayerVersionByArnHandler>(provider => provider.GetRequiredService<LayerReads>())
        .AddSingleton<LayerLists>()
        .AddSingleton<IListLayersHandler>(provider => provider.GetRequiredService<LayerLists>())
        .AddSingleton<IListLayerVersionsHandler>(provider => provider.GetRequiredService<LayerLists>())
        .AddSingleton<LayerPermissions>()
        .AddSingleton<IAddLayerVersionPermissionHandler>(provider => provider.GetRequiredService<LayerPermissions>())
        .AddSingleton<IGetLayerVersionPolicyHandler>(provider => provider.GetRequiredService<LayerPermissions>())
        .AddSingleton<IRemoveLayerVersionPermissionHandler>(provider => provider.GetRequiredService<LayerPermissions>());
}
