namespace Echo;

public sealed record Event(string? Hello);
