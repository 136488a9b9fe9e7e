namespace Goldcrest.Wire.Generator.Model;

internal enum Kind
{
    Structure,
    List,
    Map,
    Text,
    Integer,
    Long,
    Double,
    Boolean,
    Timestamp,
    Blob,
}
