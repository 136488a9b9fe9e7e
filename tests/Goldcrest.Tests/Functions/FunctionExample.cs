using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Tests.Identity;
using Goldcrest.Tests.Wire;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Functions;

/// <summary>An ordinary function, to be varied.</summary>
internal static class FunctionExample
{
    public const string Role = "arn:aws:iam::000000000000:role/r";

    public static readonly FunctionKey Key = new("000000000000", "us-east-1", "f");
    public static readonly FunctionAddress Address = new(Key, null);
    public static readonly CodeReference Code = new(new string('a', 64), 10);
    public static readonly CodeReference OtherCode = new(new string('b', 64), 11);
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    public static readonly FunctionSettings Settings = new()
    {
        Runtime = "python3.12",
        Handler = "app.handler",
        Role = Role,
        Logging = new LoggingSettings { Group = "/aws/lambda/f" },
    };

    /// <summary>Of a function of a container image.</summary>
    public static readonly FunctionSettings Image = Settings with { Runtime = null, Handler = null, Image = ImageSettings.AsBuilt };
    public static readonly CodeReference ImageCode = CodeReference.Of(ImageUri.TryParse("localhost:5000/app:1")!, new string('c', 64));

    public static ChangeStamps Stamps { get; } = new(new HandClock(Time));

    public static CallContext Context => LambdaCall.Context;

    public static CreateFunctionRequest Request => new()
    {
        FunctionName = "f",
        Runtime = "python3.12",
        Handler = "app.handler",
        Role = Role,
        Code = new FunctionCode(),
    };

    public static CreateFunctionRequest ImageRequest => Request with
    {
        PackageType = "Image",
        Runtime = null,
        Handler = null,
        Code = new FunctionCode { ImageUri = ImageCode.Image!.Text },
    };

    /// <summary>A function of a container image, active.</summary>
    public static FunctionRecord OfImage() => Settled(FunctionRecord.Create(Key, Image, ImageCode, null, Stamps.Next()));

    /// <summary>Just made: <c>$LATEST</c> is pending.</summary>
    public static FunctionRecord Made(string name = "f") => FunctionRecord.Create(Key with { Name = name }, Settings, Code, null, Stamps.Next());

    /// <summary>Laid out and served.</summary>
    public static FunctionRecord Active(string name = "f") => Settled(Made(name));

    /// <summary>With nothing left to prepare.</summary>
    public static FunctionRecord Settled(FunctionRecord function) => function.Versions
        .Where(version => FunctionLifecycle.AwaitsPreparation(version.Phase))
        .Aggregate(function, (settled, version) => settled.With(version.Prepared(Revision.Next())));

    /// <summary>With as many published versions, each of other settings.</summary>
    public static FunctionRecord Published(int versions, string name = "f")
    {
        var function = Active(name);
        for (var i = 1; i <= versions; i++)
        {
            function = Settled(Described(function, $"state {i}")).Publish(null, FunctionPhase.Active, Stamps.Next(), Revision.Next()).Function;
        }

        return function;
    }

    public static FunctionRecord Described(FunctionRecord function, string description) => function.With(function.Latest.Change(
        function.Latest.Current.Settings with { Description = description }, function.Latest.Current.Code, Stamps.Next()));

    /// <returns>The record that the decision wants stored.</returns>
    public static FunctionRecord After<T>(RecordChange<FunctionRecord, T> change)
    {
        Assert.True(change.Save);
        return Assert.IsType<FunctionRecord>(change.After);
    }

    /// <returns>The refusal of a decision that stores nothing.</returns>
    public static WireError Refusal<T>(RecordChange<FunctionRecord, WireResult<T>> change)
        where T : class
    {
        Assert.False(change.Save);
        return Assert.IsType<WireError>(change.Answer.Error);
    }
}
