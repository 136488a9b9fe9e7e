namespace Goldcrest.Wire.Protocol;

/// <summary>What a handler answers: an output, or an error that callers must expect.</summary>
public readonly struct WireResult<T>
    where T : class
{
    private WireResult(T? output, WireError? error)
    {
        Output = output;
        Error = error;
    }

    /// <summary>Null exactly when <see cref="Error"/> is set.</summary>
    public T? Output { get; }

    /// <summary>Null on success.</summary>
    public WireError? Error { get; }

    public static implicit operator WireResult<T>(T output) => new(output, null);

    public static implicit operator WireResult<T>(WireError error) => new(null, error);
}
