namespace Goldcrest.Tests.Malformed;

/// <param name="Location">uri, querystring or header; null for the body.</param>
/// <param name="WireName">As it is called there.</param>
internal sealed record ModelMember(string Name, ModelShape Shape, string? Location, string WireName, bool IsRequired);
