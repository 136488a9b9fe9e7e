using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Identity;

internal sealed record SignedCase(string Service, string Region, string? Token, WireRequest Request);
