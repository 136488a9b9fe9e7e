using System.Collections.Immutable;
using System.Globalization;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Tests.Aliases;

internal static class TestFunctions
{
    public static FunctionKey Key { get; } = KeyOf("hello");

    public static string Arn => Key.Arn;

    public static FunctionKey KeyOf(string name) => new("000000000000", "us-east-1", name);

    public static FunctionVersion Version(string number, string role = "arn:aws:iam::000000000000:role/r", FunctionKey? key = null) => new()
    {
        Key = key ?? Key,
        Number = number,
        Current = new Deployment(
            $"d{number}",
            new FunctionSettings { Runtime = "python3.11", Handler = "app.handler", Role = role, Logging = new LoggingSettings { Group = "/aws/lambda/hello" } },
            new CodeReference(new string('0', 64), 1)),
        Phase = FunctionPhase.Active,
        RevisionId = $"r{number}",
        LastModified = DateTimeOffset.UnixEpoch,
    };

    /// <summary>A function of this name with as many published versions, and aliases of its own making.</summary>
    public static FunctionRecord Function(string name = "hello", int versions = 0, params FunctionAlias[] aliases) => new()
    {
        Key = KeyOf(name),
        Latest = Version(FunctionVersion.Latest, key: KeyOf(name)),
        Published = Enumerable.Range(1, versions).ToImmutableSortedDictionary(
            number => number, number => Version(number.ToString(CultureInfo.InvariantCulture), key: KeyOf(name))),
        NextNumber = versions + 1,
        Attachments = FunctionAttachments.None with
        {
            Aliases = aliases.ToImmutableSortedDictionary(alias => alias.Name, alias => alias, StringComparer.Ordinal),
        },
    };

    public static FunctionAlias Alias(string name, string version, SharedTraffic? shared = null) => new(name, version, "", shared, $"r-{name}");
}
