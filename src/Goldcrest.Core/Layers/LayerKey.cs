namespace Goldcrest.Core.Layers;

/// <summary>Names one layer for ever: account (twelve digits), region and bare name.</summary>
public readonly record struct LayerKey(string Account, string Region, string Name)
{
    /// <summary>The ARN without a version.</summary>
    public string Arn => $"arn:aws:lambda:{Region}:{Account}:layer:{Name}";

    public string VersionArn(long number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Arn}:{number}");
}
