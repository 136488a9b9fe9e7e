namespace Goldcrest.Core.Policies;

/// <summary>Who makes a call, as far as a policy can know.</summary>
public abstract record PolicyCaller
{
    private PolicyCaller() { }

    /// <summary>Somebody without credentials.</summary>
    public sealed record Anonymous : PolicyCaller;

    /// <param name="Arn">Of the account's root, a user, a role or a session.</param>
    public sealed record Identity(string Arn) : PolicyCaller;

    /// <param name="Name">For example <c>s3.amazonaws.com</c>.</param>
    public sealed record Service(string Name) : PolicyCaller;
}
