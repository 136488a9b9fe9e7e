namespace Goldcrest.Server.Tags;

/// <summary>The ARN of something that can carry tags, taken apart.</summary>
/// <param name="Text">As the request wrote it.</param>
/// <param name="Kind">What follows the account, for example <c>function</c> or <c>layer</c>.</param>
/// <param name="Name">All that follows the kind: a name or an id, with the qualifier when there is one.</param>
internal sealed record ResourceArn(string Text, string Region, string Account, string Kind, string Name)
{
    /// <param name="text">Satisfies the model's pattern for taggable resources.</param>
    /// <returns>Null when the text has no such form.</returns>
    public static ResourceArn? TryParse(string text) =>
        text.Split(':', 7) is ["arn", _, "lambda", var region, var account, var kind, var name]
            ? new ResourceArn(text, region, account, kind, name)
            : null;
}
