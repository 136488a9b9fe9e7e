namespace Goldcrest.Core.Functions;

/// <summary>Names one function for ever: account (twelve digits), region and bare name.</summary>
public readonly record struct FunctionKey(string Account, string Region, string Name)
{
    /// <summary>The ARN without a qualifier.</summary>
    public string Arn => $"arn:aws:lambda:{Region}:{Account}:function:{Name}";

    public string QualifiedArn(string qualifier) => $"{Arn}:{qualifier}";
}
