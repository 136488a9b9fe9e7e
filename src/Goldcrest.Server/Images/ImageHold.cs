namespace Goldcrest.Server.Images;

/// <summary>An image that stays at least until its pin is disposed.</summary>
internal sealed record ImageHold(string Sha256Hex, IDisposable Pin);
