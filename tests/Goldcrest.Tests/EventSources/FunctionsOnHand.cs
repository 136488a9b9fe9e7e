using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.EventSources;

/// <summary>A catalog with one function, its version 1 and its alias <c>live</c>, found as <c>f</c> and as <c>g</c>; it cannot be changed.</summary>
internal sealed class FunctionsOnHand : IFunctionCatalog
{
    private static readonly FunctionKey Key = new(LambdaCall.Context.Account, LambdaCall.Context.Region, "f");

    public FunctionRecord? Function { get; set; } = new()
    {
        Key = Key,
        Latest = Version(FunctionVersion.Latest),
        Published = ImmutableSortedDictionary<int, FunctionVersion>.Empty.Add(1, Version("1")),
        NextNumber = 2,
        Attachments = FunctionAttachments.None with
        {
            Aliases = FunctionAttachments.None.Aliases.Add("live", new FunctionAlias("live", "1", "", null, "1d0e0e4a-3a57-4a53-8ad1-1b1a6f4e9f0a")),
        },
    };

    public FunctionRecord? Find(FunctionKey key) => key == Key || key == Key with { Name = "g" } ? Function : null;

    public IEnumerable<FunctionRecord> List(string account, string region) => Function is null ? [] : [Function];

    public Task<TAnswer> ChangeAsync<TAnswer>(FunctionKey key, Func<FunctionRecord?, RecordChange<FunctionRecord, TAnswer>> decide, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No mapping changes a function.");

    private static FunctionVersion Version(string number) => new()
    {
        Key = Key,
        Number = number,
        Phase = FunctionPhase.Active,
        RevisionId = "1d0e0e4a-3a57-4a53-8ad1-1b1a6f4e9f0a",
        LastModified = DateTimeOffset.UnixEpoch,
        Current = new Deployment(
            "d1",
            new FunctionSettings
            {
                Runtime = "python3.12",
                Handler = "f.handler",
                Role = "arn:aws:iam::000000000000:role/r",
                Description = "",
                TimeoutSeconds = 3,
                MemoryMiB = 128,
                EphemeralStorageMiB = 512,
                Architecture = "x86_64",
                TracingMode = "PassThrough",
                Logging = new LoggingSettings { Group = "/aws/lambda/f" },
            },
            new CodeReference(new string('0', 64), 1)),
    };
}
