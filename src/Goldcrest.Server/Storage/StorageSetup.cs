using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Storage;

/// <summary>Registers the SQLite provider for everything that features want stored.</summary>
internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options) => services
        .AddSingleton(options)
        .AddSingleton<SqliteDatabase>()
        .AddSingleton<SqliteWriter>()
        .AddSingleton<IRecordStore<FunctionRecord>, SqliteFunctionStore>()
        .AddSingleton<IRecordStore<LayerRecord>, SqliteLayerStore>()
        .AddDocuments(StoredEventSourceMapping.Kind)
        .AddDocuments(StoredCodeSigning.Kind);

    private static IServiceCollection AddDocuments<TRecord>(this IServiceCollection services, DocumentKind<TRecord> kind)
        where TRecord : class => services
        .AddSingleton<IRecordStore<TRecord>>(provider => new SqliteDocuments<TRecord>(
            provider.GetRequiredService<SqliteDatabase>(), provider.GetRequiredService<SqliteWriter>(), kind));
}
