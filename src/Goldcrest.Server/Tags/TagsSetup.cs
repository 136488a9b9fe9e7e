using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Tags;

/// <summary>Registers the tag operations. What can be tagged is registered by its feature, as <see cref="ITaggables"/>.</summary>
internal static class TagsSetup
{
    public static IServiceCollection AddTags(this IServiceCollection services) => services
        .AddSingleton<TagOperations>()
        .AddSingleton<ITagResourceHandler>(provider => provider.GetRequiredService<TagOperations>())
        .AddSingleton<IUntagResourceHandler>(provider => provider.GetRequiredService<TagOperations>())
        .AddSingleton<IListTagsHandler>(provider => provider.GetRequiredService<TagOperations>());
}
