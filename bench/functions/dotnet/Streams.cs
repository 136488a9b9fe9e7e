namespace Echo;

/// <summary>The event as it came, without a serializer.</summary>
public static class Streams
{
    public static Stream Handle(Stream input) => input;
}
