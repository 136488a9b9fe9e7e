using System.Diagnostics.CodeAnalysis;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>One sort of value that differs from run to run, and the form that AWS gives it.</summary>
/// <param name="Pattern">What a value looks like, as a regular expression.</param>
/// <param name="IsNumber">A JSON number, not a text.</param>
/// <param name="IsUnique">Two names never stand for one value.</param>
internal sealed record PlaceholderKind([StringSyntax(StringSyntaxAttribute.Regex)] string Pattern, bool IsNumber = false, bool IsUnique = false)
{
    private static readonly Dictionary<string, PlaceholderKind> Kinds = new(StringComparer.Ordinal)
    {
        // Revisions, requests, mappings.
        ["uuid"] = new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", IsUnique: true),

        // Functions, layers, code signing configurations.
        ["date"] = new(@"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}\+0000"),

        // Provisioned concurrency.
        ["second"] = new(@"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\+0000"),

        // Function URLs.
        ["microsecond"] = new(@"20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z"),

        // Event-invoke configs and event source mappings: seconds of this half century, milliseconds as a fraction.
        ["epoch"] = new(@"[12]\d{9}(\.\d{1,3})?", IsNumber: true),
        ["link"] = new(@"http://127\.0\.0\.1:\d+/[!-~]+"),
        ["runtime"] = new("[0-9a-f]{64}"),
        ["digest"] = new("[0-9a-f]{64}", IsUnique: true),
        ["vpc"] = new("vpc-[0-9a-f]{17}"),
        ["csc"] = new("csc-[a-z0-9]{17}", IsUnique: true),
        ["url-id"] = new("[a-z0-9]{32}", IsUnique: true),
        ["marker"] = new("[!-~]+", IsUnique: true),

        // The runtimes that a refusal lists: their order is not known. A pattern of the model, where AWS's is newer.
        ["values"] = new("[a-z0-9., -]+"),
        ["pattern"] = new("[!-~]+"),
        ["decimals"] = new(@"\d+\.\d{2}"),
        ["digits"] = new(@"\d+"),
    };

    /// <exception cref="InvalidDataException">A fixture uses a kind that there is not.</exception>
    public static PlaceholderKind Of(string name) =>
        Kinds.TryGetValue(name, out var kind) ? kind : throw new InvalidDataException($"No value and no kind of placeholder is called {name}.");
}
