namespace Goldcrest.Core.CodeSigning;

/// <summary>Names one code signing configuration for ever.</summary>
/// <param name="Id"><c>csc-</c> and 17 lower-case letters or digits.</param>
public readonly record struct CodeSigningKey(string Account, string Region, string Id)
{
    private const string Kind = "code-signing-config";

    public string Arn => $"arn:aws:lambda:{Region}:{Account}:{Kind}:{Id}";

    /// <returns>Null when the ARN names no code signing configuration.</returns>
    public static CodeSigningKey? TryParse(string arn) => arn.Split(':') is ["arn", _, "lambda", var region, var account, Kind, var id]
        ? new CodeSigningKey(account, region, id)
        : null;
}
