namespace Goldcrest.Wire.Generator.Model;

/// <summary>Where in an HTTP message a member travels.</summary>
internal enum Location
{
    Body,
    Uri,
    Query,
    Header,
    HeaderPrefix,
    Status,
}
