using Goldcrest.Core.Code;

namespace Goldcrest.Server.Code;

/// <summary>The one table of what clients are told about refused code.</summary>
/// <remarks>Source: docs/contracts/code-archives.md#refusals.</remarks>
internal static class CodeReply
{
    /// <returns>The error's code, which the wire turns into status and shape, and AWS's sentence.</returns>
    public static (string Code, string Message) From(CodeRefusal reason, CodeLimits limits) => reason switch
    {
        CodeRefusal.ZippedTooLarge =>
            ("RequestEntityTooLargeException", $"Zipped size must be smaller than {limits.MaxZippedBytes} bytes"),
        CodeRefusal.UnzippedTooLarge =>
            ("InvalidParameterValueException", $"Unzipped size must be smaller than {limits.MaxUnzippedBytes} bytes"),
        CodeRefusal.Empty =>
            ("InvalidParameterValueException", "Uploaded file must be a non-empty zip"),
        _ => ("InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again."),
    };
}
