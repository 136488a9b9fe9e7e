namespace Goldcrest.Server.Extensions;

/// <summary>What an extension is told about the function it belongs to.</summary>
/// <param name="Version"><c>$LATEST</c> or a number.</param>
internal sealed record ExtensionFunction(string Name, string Version, string Handler, string Account);
