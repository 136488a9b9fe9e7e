using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Aliases;

internal static class TestFunctions
{
    public static FunctionKey Key { get; } = new("000000000000", "us-east-1", "hello");

    public static FunctionVersion Version(string number, string role = "arn:aws:iam::000000000000:role/r") => new()
    {
        Key = Key,
        Number = number,
        Current = new Deployment(
            $"d{number}",
            new FunctionSettings { Runtime = "python3.11", Handler = "app.handler", Role = role, Logging = new LoggingSettings { Group = "/aws/lambda/hello" } },
            new CodeReference(new string('0', 64), 1)),
        Phase = FunctionPhase.Active,
        RevisionId = $"r{number}",
        LastModified = DateTimeOffset.UnixEpoch,
    };
}
