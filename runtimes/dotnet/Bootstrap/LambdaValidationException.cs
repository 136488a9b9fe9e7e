namespace Goldcrest.DotnetRuntime;

/// <summary>What the runtime itself has against a function. Callers see its name as errorType.</summary>
public sealed class LambdaValidationException : Exception
{
    public LambdaValidationException()
    {
    }

    public LambdaValidationException(string message)
        : base(message)
    {
    }

    public LambdaValidationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
