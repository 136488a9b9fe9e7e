using Goldcrest.Server.Code;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Registers code signing configurations, their operations, and the gate that deployments pass.</summary>
internal static class CodeSigningSetup
{
    public static IServiceCollection AddCodeSigning(this IServiceCollection services, CodeSigningOptions options) => services
        .AddSingleton(options)
        .AddSingleton<CodeSigningCatalog>()
        .AddSingleton<ICodeSignatures, CodeSignatures>()
        .AddSingleton<ICodeAdmission, CodeSigningGate>()
        .AddSingleton<ITaggables, CodeSigningTags>()
        .AddSingleton<CodeSigningReads>()
        .AddSingleton<CodeSigningWrites>()
        .AddSingleton<IGetCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningReads>())
        .AddSingleton<IListCodeSigningConfigsHandler>(provider => provider.GetRequiredService<CodeSigningReads>())
        .AddSingleton<IGetFunctionCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningReads>())
        .AddSingleton<IListFunctionsByCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningReads>())
        .AddSingleton<ICreateCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningWrites>())
        .AddSingleton<IUpdateCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningWrites>())
        .AddSingleton<IDeleteCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningWrites>())
        .AddSingleton<IPutFunctionCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningWrites>())
        .AddSingleton<IDeleteFunctionCodeSigningConfigHandler>(provider => provider.GetRequiredService<CodeSigningWrites>());
}
