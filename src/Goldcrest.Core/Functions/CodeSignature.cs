namespace Goldcrest.Core.Functions;

/// <summary>Who signed code, as its version shows it.</summary>
/// <param name="ProfileVersionArn">Of the signing profile's version.</param>
/// <param name="JobArn">Of the signing job.</param>
public sealed record CodeSignature(string ProfileVersionArn, string JobArn);
