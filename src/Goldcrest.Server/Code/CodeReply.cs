using Goldcrest.Core.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Code;

/// <summary>The one table of what clients are told about refused code.</summary>
/// <remarks>Source: docs/contracts/code-archives.md#refusals.</remarks>
internal static class CodeReply
{
    /// <summary>The account would keep more than it may. Source: docs/contracts/account-settings.md#code-storage.</summary>
    public static WireError NoRoom { get; } = LambdaErrors.CodeStorageExceeded("Code storage limit exceeded.");

    public static WireError TwoSources { get; } =
        LambdaErrors.InvalidParameterValue("Please do not provide other FunctionCode parameters when providing a ZipFile.");

    public static WireError From(CodeRefusal reason, CodeLimits limits) => reason switch
    {
        CodeRefusal.ZippedTooLarge => WireErrors.RequestEntityTooLarge($"Zipped size must be smaller than {limits.MaxZippedBytes} bytes"),
        CodeRefusal.UnzippedTooLarge => LambdaErrors.InvalidParameterValue($"Unzipped size must be smaller than {limits.MaxUnzippedBytes} bytes"),
        CodeRefusal.Empty => LambdaErrors.InvalidParameterValue("Uploaded file must be a non-empty zip"),
        _ => LambdaErrors.InvalidParameterValue("Could not unzip uploaded file. Please check your file, then try to upload again."),
    };
}
