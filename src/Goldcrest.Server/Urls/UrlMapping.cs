using System.Globalization;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Urls;

/// <summary>Between the core's URLs and the wire's.</summary>
/// <remarks>Source: docs/contracts/function-urls.md.</remarks>
internal static class UrlMapping
{
    public static CreateFunctionUrlConfigResponse ToCreated(UrlTarget target, FunctionUrl url, CallContext context) => new()
    {
        FunctionUrl = Address(url, context),
        FunctionArn = target.Arn,
        AuthType = url.AuthType,
        Cors = ToWire(url.Cors),
        CreationTime = Written(url.Created),
        InvokeMode = url.InvokeMode,
    };

    public static UpdateFunctionUrlConfigResponse ToUpdated(UrlTarget target, FunctionUrl url, CallContext context) => new()
    {
        FunctionUrl = Address(url, context),
        FunctionArn = target.Arn,
        AuthType = url.AuthType,
        Cors = ToWire(url.Cors),
        CreationTime = Written(url.Created),
        LastModifiedTime = Written(url.LastModified),
        InvokeMode = url.InvokeMode,
    };

    public static GetFunctionUrlConfigResponse ToGet(UrlTarget target, FunctionUrl url, CallContext context) => new()
    {
        FunctionUrl = Address(url, context),
        FunctionArn = target.Arn,
        AuthType = url.AuthType,
        Cors = ToWire(url.Cors),
        CreationTime = Written(url.Created),
        LastModifiedTime = Written(url.LastModified),
        InvokeMode = url.InvokeMode ?? InvokeModeValues.Buffered,
    };

    public static FunctionUrlConfig ToListItem(UrlTarget target, FunctionUrl url, CallContext context) => new()
    {
        FunctionUrl = Address(url, context),
        FunctionArn = target.Arn,
        AuthType = url.AuthType,
        Cors = ToWire(url.Cors),
        CreationTime = Written(url.Created),
        LastModifiedTime = Written(url.LastModified),
        InvokeMode = url.InvokeMode ?? InvokeModeValues.Buffered,
    };

    /// <returns>The rules, none when none were asked for, or why they cannot be had.</returns>
    public static (CrossOriginRules? Rules, WireError? Error) Read(Cors? wished)
    {
        if (wished is null)
        {
            return (null, null);
        }

        var rules = new CrossOriginRules
        {
            AllowCredentials = wished.AllowCredentials,
            AllowHeaders = wished.AllowHeaders,
            AllowMethods = wished.AllowMethods,
            AllowOrigins = wished.AllowOrigins,
            ExposeHeaders = wished.ExposeHeaders,
            MaxAgeSeconds = wished.MaxAge,
        };
        return rules.IsEmpty() ? (null, null) : rules.FindFlaw() switch
        {
            null => (rules, null),
            CrossOriginFlaw.NoOrigin => (null, LambdaErrors.InvalidParameterValue("You can't leave AllowOrigins as empty when Cors is enabled.")),
            CrossOriginFlaw.UnknownMethod { Method: var method } => (null, LambdaErrors.InvalidParameterValue(
                $"The method {method} is not valid in AllowMethods. You can use {string.Join(", ", CrossOriginRules.Methods)}.")),
            var unknown => throw new InvalidOperationException($"There is no answer for {unknown.GetType().Name}."),
        };
    }

    /// <summary>The port is the one that the client reached us on: the node itself may stand behind another.</summary>
    private static string Address(FunctionUrl url, CallContext context)
    {
        var reached = new Uri(context.BaseUrl);
        return new UriBuilder(reached.Scheme, $"{url.Id}.lambda-url.{context.Region}.localhost", reached.Port).Uri.ToString();
    }

    private static Cors? ToWire(CrossOriginRules? rules) => rules is null ? null : new Cors
    {
        AllowCredentials = rules.AllowCredentials,
        AllowHeaders = rules.AllowHeaders,
        AllowMethods = rules.AllowMethods,
        AllowOrigins = rules.AllowOrigins,
        ExposeHeaders = rules.ExposeHeaders,
        MaxAge = rules.MaxAgeSeconds,
    };

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
