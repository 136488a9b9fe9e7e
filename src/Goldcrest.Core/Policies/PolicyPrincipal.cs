using System.Text.RegularExpressions;

namespace Goldcrest.Core.Policies;

/// <summary>Whom a statement speaks of.</summary>
/// <remarks>Source: docs/contracts/policies.md#principals.</remarks>
public abstract partial record PolicyPrincipal
{
    private PolicyPrincipal() { }

    /// <param name="text">As a client writes it: an account, an ARN, the name of a service, or <c>*</c>.</param>
    /// <returns>Null when nobody can be meant by it.</returns>
    public static PolicyPrincipal? TryParse(string text) => text switch
    {
        "*" => new Everyone(),
        _ when Account().IsMatch(text) => new Identity($"arn:aws:iam::{text}:root"),
        _ when IdentityArn().IsMatch(text) => new Identity(text),
        _ when ServiceName().IsMatch(text) => new Service(text),
        _ => null,
    };

    [GeneratedRegex(@"^[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Account();

    [GeneratedRegex(@"^arn:aws[a-zA-Z-]*:(iam::[0-9]{12}:(root|(user|role)/[^\s*?]+)|sts::[0-9]{12}:(assumed-role|federated-user)/[^\s*?]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentityArn();

    [GeneratedRegex(@"^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ServiceName();

    /// <summary>Anybody, also callers without credentials.</summary>
    public sealed record Everyone : PolicyPrincipal;

    /// <param name="Arn">Of a user, role or session; one that ends in <c>:root</c> means the whole account.</param>
    public sealed record Identity(string Arn) : PolicyPrincipal;

    /// <param name="Name">For example <c>s3.amazonaws.com</c>.</param>
    public sealed record Service(string Name) : PolicyPrincipal;
}
