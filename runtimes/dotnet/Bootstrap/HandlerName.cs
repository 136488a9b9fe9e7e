namespace Goldcrest.DotnetRuntime;

/// <summary>The parts of <c>Assembly::Type::Method</c>. The method may be a whole signature, as reflection writes it.</summary>
internal sealed record HandlerName(string Assembly, string Type, string Method)
{
    public const string Separator = "::";
    private const string Form = "The valid format is 'ASSEMBLY::TYPE::METHOD'.";

    /// <exception cref="LambdaValidationException">It has not three parts.</exception>
    public static HandlerName Parse(string handler)
    {
        if (handler.Length == 0)
        {
            throw new LambdaValidationException($"Empty lambda function handler. {Form}");
        }

        var parts = handler.Split(Separator, 3);
        if (parts.Length != 3)
        {
            throw new LambdaValidationException($"Invalid lambda function handler: '{handler}'. {Form}");
        }

        return new HandlerName(Part(parts[0], "assembly"), Part(parts[1], "type"), Part(parts[2], "method"));

        string Part(string text, string name) => text.Trim() is { Length: > 0 } part
            ? part
            : throw new LambdaValidationException($"Invalid lambda function handler: '{handler}', the {name} is missing. {Form}");
    }
}
