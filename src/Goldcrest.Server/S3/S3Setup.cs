using Goldcrest.Server.Code;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.S3;

/// <summary>Registers the S3 service as where code is fetched from.</summary>
internal static class S3Setup
{
    public static IServiceCollection AddS3(this IServiceCollection services, S3Options options) => services
        .AddSingleton(options)
        .AddSingleton<ICodeBucket, S3CodeBucket>();
}
