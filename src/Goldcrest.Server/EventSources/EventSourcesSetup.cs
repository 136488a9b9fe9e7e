using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.EventSources;

/// <summary>Registers event source mappings: their catalog, their operations and what settles them.</summary>
internal static class EventSourcesSetup
{
    public static IServiceCollection AddEventSources(this IServiceCollection services) => services
        .AddSingleton<EventSourceCatalog>()
        .AddHostedService<MappingSettler>()
        .AddSingleton<ITaggables, MappingTags>()
        .AddSingleton<MappingReads>()
        .AddSingleton<MappingWrites>()
        .AddSingleton<IGetEventSourceMappingHandler>(provider => provider.GetRequiredService<MappingReads>())
        .AddSingleton<IListEventSourceMappingsHandler>(provider => provider.GetRequiredService<MappingReads>())
        .AddSingleton<ICreateEventSourceMappingHandler>(provider => provider.GetRequiredService<MappingWrites>())
        .AddSingleton<IUpdateEventSourceMappingHandler>(provider => provider.GetRequiredService<MappingWrites>())
        .AddSingleton<IDeleteEventSourceMappingHandler>(provider => provider.GetRequiredService<MappingWrites>());
}
